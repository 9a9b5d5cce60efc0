namespace NDSeg.PowerShell.Pipeline;

/// <summary>The streams a worker may write to by way of the pipeline thread.</summary>
internal enum PipelineRecordKind
{
    /// <summary>A result.</summary>
    Output,

    /// <summary>A line for -Verbose.</summary>
    Verbose,

    /// <summary>A failure that does not end the work.</summary>
    Failure,
}
