namespace NDSeg.Images;

/// <summary>How class values stand in a label file.</summary>
public enum LabelEncoding
{
    /// <summary>One integer sample per pixel; 0 is unlabelled.</summary>
    Indexed,

    /// <summary>One colour per class; black is unlabelled.</summary>
    Rgb,
}
