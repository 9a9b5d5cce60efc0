namespace NDSeg.Jobs.Parts;

/// <summary>How far a part is.</summary>
public enum PartState
{
    /// <summary>No slice is there.</summary>
    Missing,

    /// <summary>Some slices are there, or all without the record that says so.</summary>
    Unfinished,

    /// <summary>The part was finished, but what is there now is not what it wrote.</summary>
    Damaged,

    /// <summary>All slices are there as they were written.</summary>
    Finished,
}
