namespace NDSeg.PowerShell.Export;

/// <summary>Where the account of how a label file was made is kept.</summary>
[Flags]
public enum ProvenanceMode
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>In a JSON file beside the label file, with time and duration.</summary>
    Sidecar = 1,

    /// <summary>In the label file itself, without what differs from run to run, so that equal results are equal files.</summary>
    Embedded = 2,

    /// <summary>In the label file and in a JSON file beside it.</summary>
    Both = Sidecar | Embedded,
}
