namespace NDSeg.Shell;

/// <summary>What a run leaves for the exit code.</summary>
public sealed class RunStatus
{
    /// <summary>Whether the last statement succeeded; true as well when an exception ended the run before that was noted.</summary>
    public bool LastSucceeded { get; set; } = true;
}
