namespace NDSeg.Training;

/// <summary>Progress of one of several batches of trees.</summary>
internal static class TreeProgress
{
    /// <summary>The same options, their progress counting a batch as its part of all trees; the last step is left to the caller.</summary>
    /// <param name="options">Options of the whole.</param>
    /// <param name="before">Trees of earlier batches.</param>
    /// <param name="count">Trees of this batch.</param>
    /// <param name="total">Trees of all batches.</param>
    public static RunOptions Part(RunOptions options, int before, int count, int total)
        => options.Progress is null ? options : options with { Progress = new Scaled(options.Progress, (double)before / (total + 1), (double)count / (total + 1)) };

    private sealed class Scaled(IProgress<double> whole, double start, double share) : IProgress<double>
    {
        public void Report(double value) => whole.Report(start + (share * value));
    }
}
