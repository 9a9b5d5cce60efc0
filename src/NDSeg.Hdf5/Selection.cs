namespace NDSeg.Hdf5;

/// <summary>Which elements of a dataset are meant, in row-major order: the n-th of one selection stands for the n-th of another.</summary>
internal abstract class Selection
{
    /// <summary>Number of elements.</summary>
    public abstract Int128 Count { get; }

    /// <summary>First place along every axis.</summary>
    public abstract ReadOnlySpan<long> Low { get; }

    /// <summary>Last place along every axis; below <see cref="Low"/> where nothing is selected.</summary>
    public abstract ReadOnlySpan<long> High { get; }

    /// <summary>The selected elements within a box as runs along the last axis: where each begins, how long it is, and the number of its first element.</summary>
    /// <param name="low">First place of the box along every axis.</param>
    /// <param name="high">Last place of the box along every axis.</param>
    /// <remarks>The array of places is used again for the next run.</remarks>
    public abstract IEnumerable<(long[] At, long Length, long Number)> Runs(long[] low, long[] high);

    /// <summary>Finds an element by its number.</summary>
    /// <param name="number">0-based, below <see cref="Count"/>.</param>
    /// <param name="at">Receives its place.</param>
    /// <returns>How many elements follow each other along the last axis from there, itself included.</returns>
    public abstract long Find(long number, Span<long> at);
}
