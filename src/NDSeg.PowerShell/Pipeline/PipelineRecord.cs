namespace NDSeg.PowerShell.Pipeline;

/// <summary>What a worker wants the pipeline thread to do.</summary>
internal readonly record struct PipelineRecord(PipelineRecordKind Kind, object Value);
