namespace NDSeg.PowerShell.Binding;

/// <summary>How the slices of a file come out of an import.</summary>
public enum SliceView
{
    /// <summary>One object per slice, one after the other.</summary>
    Slice,

    /// <summary>One object for all slices: a volume in three dimensions whose slices are read when they are needed.</summary>
    Volume,
}
