namespace NDSeg.IO.Formats;

/// <summary>An array that is stored in chunks of equal shape, each read on its own.</summary>
internal interface IChunkedArray
{
    /// <summary>Lengths of the axes in elements, slowest first.</summary>
    IReadOnlyList<long> Lengths { get; }

    /// <summary>Lengths of a chunk along every axis, in elements.</summary>
    IReadOnlyList<long> ChunkLengths { get; }

    /// <summary>Bytes of an element: 1, 2, 4 or 8.</summary>
    int ElementBytes { get; }

    /// <summary>Whether the bytes of <see cref="ReadChunk"/> stand in the other order than this machine's.</summary>
    bool IsSwapped { get; }

    /// <summary>The bytes of an element that was never written, in the order of this machine.</summary>
    ReadOnlySpan<byte> Fill { get; }

    /// <summary>The elements of a chunk, row-major; null where it was never written.</summary>
    /// <param name="place">Number of the chunk along every axis.</param>
    byte[]? ReadChunk(long[] place);
}
