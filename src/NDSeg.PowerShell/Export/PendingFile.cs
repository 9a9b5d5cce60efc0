namespace NDSeg.PowerShell.Export;

/// <summary>
/// One file that is being written while the pipeline computes the next result. One at most, so that memory does not grow
/// when the disk is slower than the model.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    private readonly Task task;

    public PendingFile(string target, Action write)
    {
        Target = target;
        task = Task.Run(write);
    }

    /// <summary>The file being written.</summary>
    public string Target { get; }

    /// <summary>Waits for the file, and throws what its writing threw.</summary>
    /// <returns>The file.</returns>
    public string Wait()
    {
        task.GetAwaiter().GetResult();
        return Target;
    }

    /// <summary>Waits for the file; its failure was reported or the pipeline has been stopped.</summary>
    public void Dispose() => ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
}
