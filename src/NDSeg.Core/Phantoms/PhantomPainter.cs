namespace NDSeg.Phantoms;

/// <summary>Paints strokes as a person would: short lines inside every phase, apart from each other.</summary>
internal sealed class PhantomPainter
{
    private const int StrokesPerClass = 6;
    private const int LongestStroke = 28;
    private const int Attempts = 60;

    // Eight directions clockwise.
    private static readonly (int Y, int X)[] Steps = [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)];

    private readonly byte[] truth;
    private readonly byte[] strokes;
    private readonly int height;
    private readonly int width;
    private readonly int length;
    private readonly int seed;

    public PhantomPainter(byte[] truth, int height, int width, int seed)
    {
        this.truth = truth;
        this.height = height;
        this.width = width;
        this.seed = seed;
        strokes = new byte[truth.Length];
        length = Math.Clamp(Math.Min(height, width) / 4, 8, LongestStroke);
    }

    /// <summary>H x W class indices, 0 where nothing was painted; every class that occurs has a stroke.</summary>
    public byte[] Paint(int classes, PhantomPass pass)
    {
        // Pixels of every class by one counting pass, so that a start is a uniform draw.
        var first = new int[classes + 2];
        pass.RowsInOrder(y =>
        {
            foreach (byte c in truth.AsSpan(y * width, width))
            {
                first[c + 1]++;
            }
        });

        for (int c = 1; c < first.Length; c++)
        {
            first[c] += first[c - 1];
        }

        int[] next = [.. first];
        var pixels = new int[truth.Length];
        pass.RowsInOrder(y =>
        {
            for (int i = y * width; i < (y + 1) * width; i++)
            {
                pixels[next[truth[i]]++] = i;
            }
        });

        for (int c = 1; c <= classes; c++)
        {
            var random = new Xoshiro256(seed, 1_000_000_007L + c);
            ReadOnlySpan<int> own = pixels.AsSpan(first[c], first[c + 1] - first[c]);
            for (int stroke = 0; stroke < StrokesPerClass && own.Length > 0; stroke++)
            {
                PaintBest(own, random, (byte)c);
            }
        }

        return strokes;
    }

    // The longest of several tries; most starts lie too near to a border to get far.
    private void PaintBest(ReadOnlySpan<int> own, Xoshiro256 random, byte phase)
    {
        List<int> best = [];
        for (int attempt = 0; attempt < Attempts && best.Count < length; attempt++)
        {
            int start = own[random.Next(own.Length)];
            List<int> line = Free(start) ? Draw(start, random, phase) : [];
            best = line.Count > best.Count ? line : best;
        }

        foreach (int at in best)
        {
            strokes[at] = phase;
        }
    }

    private List<int> Draw(int start, Xoshiro256 random, byte phase)
    {
        var line = new List<int> { start };
        int direction = random.Next(8);
        while (line.Count < length)
        {
            int chosen = -1;
            int mostInside = -1;
            foreach (int turn in (ReadOnlySpan<int>)[0, 1, -1])
            {
                int heading = (direction + turn + 8) & 7;
                (int y, int x) = Math.DivRem(line[^1], width);
                y += Steps[heading].Y;
                x += Steps[heading].X;
                int inside = Inside(y, x, phase) + (turn == 0 ? 1 : 0);
                if (Inside(y, x, phase) > 0 && Free((y * width) + x) && inside > mostInside)
                {
                    (chosen, mostInside) = (heading, inside);
                }
            }

            if (chosen < 0)
            {
                break;
            }

            direction = chosen;
            line.Add(line[^1] + (Steps[chosen].Y * width) + Steps[chosen].X);
        }

        return line;
    }

    // How many of the nine pixels around a place belong to the phase; 0 when the place itself does not.
    private int Inside(int y, int x, byte phase)
    {
        if (!Is(y, x))
        {
            return 0;
        }

        int count = 1;
        foreach ((int sy, int sx) in Steps)
        {
            count += Is(y + sy, x + sx) ? 1 : 0;
        }

        return count;

        bool Is(int py, int px) => (uint)py < (uint)height && (uint)px < (uint)width && truth[(py * width) + px] == phase;
    }

    // Whether no earlier stroke is within two pixels.
    private bool Free(int at)
    {
        (int y, int x) = Math.DivRem(at, width);
        for (int py = Math.Max(0, y - 2); py <= Math.Min(height - 1, y + 2); py++)
        {
            if (strokes.AsSpan((py * width) + Math.Max(0, x - 2), Math.Min(width - 1, x + 2) - Math.Max(0, x - 2) + 1).ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }
}
