using NDSeg.Images;

namespace NDSeg.Paint.Slices;

/// <summary>The slices that are painted on: all of one height and width, read when they are looked at. Safe to call from several threads.</summary>
public abstract class SliceSource : IDisposable
{
    private const int Kept = 3;

    private readonly Lock gate = new();
    private readonly LinkedList<(int Slice, SegImage Image)> recent = [];

    private protected SliceSource(int count, int height, int width, string name, string? path)
    {
        Count = count;
        Height = height;
        Width = width;
        Name = name;
        Path = path;
    }

    /// <summary>Number of slices.</summary>
    public int Count { get; }

    /// <summary>Rows of every slice.</summary>
    public int Height { get; }

    /// <summary>Columns of every slice.</summary>
    public int Width { get; }

    /// <summary>What the page calls them.</summary>
    public string Name { get; }

    /// <summary>The file they come from, or null for memory.</summary>
    public string? Path { get; }

    /// <summary>Every file that a slice comes from: none of them may be written to.</summary>
    internal abstract IReadOnlyList<string> Files { get; }

    /// <summary>A slice; the few that were used last are kept.</summary>
    /// <param name="slice">0-based, below <see cref="Count"/>.</param>
    /// <exception cref="SegException">What reading the file throws.</exception>
    public SegImage Read(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slice, (uint)Count);
        lock (gate)
        {
            LinkedListNode<(int Slice, SegImage Image)>? found = recent.First;
            while (found is not null && found.Value.Slice != slice)
            {
                found = found.Next;
            }

            if (found is not null)
            {
                recent.Remove(found);
                recent.AddFirst(found);
                return found.Value.Image;
            }

            SegImage image = Load(slice);
            recent.AddFirst((slice, image));
            if (recent.Count > Kept)
            {
                recent.RemoveLast();
            }

            return image;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads a slice.</summary>
    private protected abstract SegImage Load(int slice);

    /// <summary>Closes the file.</summary>
    protected abstract void Dispose(bool disposing);
}
