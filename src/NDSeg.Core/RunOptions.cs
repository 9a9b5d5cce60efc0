namespace NDSeg;

/// <summary>How a long computation runs; never what it computes.</summary>
public sealed record RunOptions
{
    /// <summary>All cores, no progress, not cancellable.</summary>
    public static RunOptions Default { get; } = new();

    /// <summary>Worker threads; 0 means one per available core. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Tile edge in pixels; 0 lets the engine choose. Results do not depend on it.</summary>
    public int TileSize { get; init; }

    /// <summary>Ends the work early with <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Receives the finished fraction, 0 to 1, from any thread.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Receives remarks for a verbose log, from any thread.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>The number of threads to start.</summary>
    public int EffectiveThreads => Threads > 0 ? Threads : Environment.ProcessorCount;
}
