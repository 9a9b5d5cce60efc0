namespace NDSeg.IO.Figures;

/// <summary>Three planes of samples through a point of a volume, filled slice by slice.</summary>
/// <typeparam name="T">Sample type.</typeparam>
internal sealed class SectionPlanes<T>(int depth, int height, int width, SectionPoint point)
{
    /// <summary>H x W.</summary>
    public T[] Slice { get; } = new T[(long)height * width];

    /// <summary>Z x W.</summary>
    public T[] Below { get; } = new T[(long)depth * width];

    /// <summary>H x Z.</summary>
    public T[] Right { get; } = new T[(long)height * depth];

    /// <summary>Takes what the sections need of a slice.</summary>
    /// <param name="z">Place of the slice.</param>
    /// <param name="at">The sample at a row-major position.</param>
    public void Add(int z, Func<long, T> at)
    {
        for (long i = 0; i < Slice.LongLength && z == point.Z; i++)
        {
            Slice[i] = at(i);
        }

        for (int x = 0; x < width; x++)
        {
            Below[((long)z * width) + x] = at(((long)point.Y * width) + x);
        }

        for (int y = 0; y < height; y++)
        {
            Right[((long)y * depth) + z] = at(((long)y * width) + point.X);
        }
    }
}
