using NDSeg.Images;

namespace NDSeg.Objects;

/// <summary>The horizontal runs of equal wanted labels of one slice. Reused from slice to slice, so that memory does not grow.</summary>
internal sealed class SliceRuns
{
    private readonly List<int> start = [];
    private readonly List<int> end = [];
    private readonly List<int> label = [];

    // Runs of row y: rowStart[y] up to rowStart[y + 1].
    private int[] rowStart = [];

    /// <summary>The slice's number; -2 before the first, which is nobody's neighbour.</summary>
    public int Slice { get; private set; } = -2;

    public int Count => start.Count;

    /// <summary>The number every run's object has at present.</summary>
    public int[] Object { get; private set; } = [];

    public int Label(int run) => label[run];

    public int Start(int run) => start[run];

    public int End(int run) => end[run];

    public (int First, int End) Row(int y) => (rowStart[y], rowStart[y + 1]);

    /// <summary>Reads the runs of a slice.</summary>
    public void Fill(SegLabels labels, int slice, bool[] wanted)
    {
        Slice = slice;
        start.Clear();
        end.Clear();
        label.Clear();
        if (rowStart.Length != labels.Height + 1)
        {
            rowStart = new int[labels.Height + 1];
        }

        for (int y = 0; y < labels.Height; y++)
        {
            if (labels.IsNarrow)
            {
                ReadRow(labels.Bytes.Slice(y * labels.Width, labels.Width), wanted);
            }
            else
            {
                ReadRow(labels.Words.Slice(y * labels.Width, labels.Width), wanted);
            }

            rowStart[y + 1] = start.Count;
        }

        if (Object.Length < start.Count)
        {
            Object = new int[Math.Max(start.Count, 2 * Object.Length)];
        }
    }

    private void ReadRow<T>(ReadOnlySpan<T> row, bool[] wanted)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        for (int x = 0; x < row.Length;)
        {
            T value = row[x];
            ReadOnlySpan<T> rest = row[x..];
            int length = rest.IndexOfAnyExcept(value);
            length = length < 0 ? rest.Length : length;
            int index = int.CreateTruncating(value);
            if (wanted[index])
            {
                start.Add(x);
                end.Add(x + length);
                label.Add(index);
            }

            x += length;
        }
    }
}
