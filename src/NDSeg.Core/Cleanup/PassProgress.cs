namespace NDSeg.Cleanup;

/// <summary>The progress of work that goes through a volume several times.</summary>
internal sealed class PassProgress(RunOptions options, int passes)
{
    private int done;

    /// <summary>Threads, cancellation and progress of the next pass.</summary>
    public RunOptions Next()
    {
        int pass = done++;
        return options with { Progress = options.Progress is null ? null : new Part(options.Progress, pass, passes) };
    }

    private sealed class Part(IProgress<double> whole, int pass, int passes) : IProgress<double>
    {
        public void Report(double value) => whole.Report((pass + value) / passes);
    }
}
