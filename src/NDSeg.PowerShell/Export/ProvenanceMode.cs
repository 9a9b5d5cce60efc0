namespace NDSeg.PowerShell.Export;

/// <summary>Where the account of how a label file was made is kept.</summary>
public enum ProvenanceMode
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>In a JSON file beside the label file, with time and duration.</summary>
    Sidecar,

    /// <summary>In the label file itself, without what differs from run to run, so that equal results are equal files.</summary>
    Embedded,
}
