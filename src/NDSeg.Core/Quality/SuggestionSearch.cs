using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>One search for the regions of <see cref="LabelSuggestion"/>.</summary>
internal sealed class SuggestionSearch
{
    private const float StrokeReach = 16;
    private const float LeastDoubt = 0.05f;
    private const int CellSize = 16;

    private readonly SegLabels labels;
    private readonly float[] doubt;
    private readonly float[] priority;
    private readonly float[] cellBest;
    private readonly int minimumArea;
    private readonly int height;
    private readonly int width;
    private readonly int cellRows;
    private readonly int cellColumns;
    private readonly int window;
    private readonly int fringe;
    private readonly CancellationToken cancellation;

    public SuggestionSearch(SegLabels labels, float[] doubt, SegLabels? strokes, int minimumArea, CancellationToken cancellation)
    {
        this.labels = labels;
        this.doubt = doubt;
        this.minimumArea = Math.Max(1, minimumArea);
        this.cancellation = cancellation;
        height = labels.Height;
        width = labels.Width;
        int shorter = Math.Min(height, width);
        window = Math.Clamp(shorter / 16, 4, 96);
        int blur = Math.Clamp(shorter / 128, 1, 8);
        fringe = (2 * blur) + 1;
        priority = BoxMean(doubt, blur);
        if (strokes is not null)
        {
            DampNear(strokes);
        }

        cellRows = (height + CellSize - 1) / CellSize;
        cellColumns = (width + CellSize - 1) / CellSize;
        cellBest = new float[cellRows * cellColumns];
        for (int cell = 0; cell < cellBest.Length; cell++)
        {
            UpdateCell(cell);
        }
    }

    public LabelSuggestion[] Run(int count)
    {
        // Three times as many as wanted, since the greatest peak need not have the greatest sum.
        var found = new List<LabelSuggestion>();
        for (int tries = 0; found.Count < 3L * count && tries < 50L * count; tries++)
        {
            cancellation.ThrowIfCancellationRequested();
            int peak = Peak();
            if (priority[peak] < LeastDoubt)
            {
                break;
            }

            // The first region tells where the middle is, the second has the window around it.
            float least = priority[peak] / 2;
            List<int> region = Grow(Middle(Grow(peak, least)), least);
            LabelSuggestion suggestion = Describe(region);
            if (region.Count >= minimumArea)
            {
                found.Add(suggestion);
            }

            Remove(suggestion);
        }

        return [.. found.OrderByDescending(s => s.Score).ThenBy(s => s.Row).ThenBy(s => s.Column).Take(count).Select((s, i) => s with { Rank = i + 1 })];
    }

    private float[] BoxMean(float[] values, int radius)
    {
        var sums = new double[(height + 1L) * (width + 1)];
        for (int y = 0; y < height; y++)
        {
            double row = 0;
            for (int x = 0; x < width; x++)
            {
                row += values[((long)y * width) + x];
                sums[((y + 1L) * (width + 1)) + x + 1] = sums[((long)y * (width + 1)) + x + 1] + row;
            }
        }

        var means = new float[values.Length];
        for (int y = 0; y < height; y++)
        {
            long top = Math.Max(0, y - radius);
            long bottom = Math.Min(height, y + radius + 1);
            for (int x = 0; x < width; x++)
            {
                int left = Math.Max(0, x - radius);
                int right = Math.Min(width, x + radius + 1);
                double sum = sums[(bottom * (width + 1)) + right] - sums[(top * (width + 1)) + right] - sums[(bottom * (width + 1)) + left] + sums[(top * (width + 1)) + left];
                means[((long)y * width) + x] = (float)(sum / ((bottom - top) * (right - left)));
            }
        }

        return means;
    }

    // Distances by the two-pass chamfer transform with steps 1 and sqrt 2: within 9 % of the Euclidean ones.
    private void DampNear(SegLabels strokes)
    {
        const float Diagonal = 1.41421356f;
        var distance = new float[priority.Length];
        for (long i = 0; i < distance.Length; i++)
        {
            distance[i] = strokes.At(i) != 0 ? 0 : float.MaxValue / 4;
        }

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Relax(y, x, 0, -1, 1);
                Relax(y, x, -1, -1, Diagonal);
                Relax(y, x, -1, 0, 1);
                Relax(y, x, -1, 1, Diagonal);
            }
        }

        for (int y = height - 1; y >= 0; y--)
        {
            for (int x = width - 1; x >= 0; x--)
            {
                Relax(y, x, 0, 1, 1);
                Relax(y, x, 1, 1, Diagonal);
                Relax(y, x, 1, 0, 1);
                Relax(y, x, 1, -1, Diagonal);
            }
        }

        for (long i = 0; i < distance.Length; i++)
        {
            priority[i] *= distance[i] / (distance[i] + StrokeReach);
        }

        void Relax(int y, int x, int dy, int dx, float step)
        {
            if ((uint)(y + dy) < (uint)height && (uint)(x + dx) < (uint)width)
            {
                long at = ((long)y * width) + x;
                distance[at] = Math.Min(distance[at], distance[at + ((long)dy * width) + dx] + step);
            }
        }
    }

    private void UpdateCell(int cell)
    {
        int top = cell / cellColumns * CellSize;
        int left = cell % cellColumns * CellSize;
        float best = 0;
        for (int y = top; y < Math.Min(height, top + CellSize); y++)
        {
            for (int x = left; x < Math.Min(width, left + CellSize); x++)
            {
                best = Math.Max(best, priority[((long)y * width) + x]);
            }
        }

        cellBest[cell] = best;
    }

    private int Peak()
    {
        int cell = 0;
        for (int c = 1; c < cellBest.Length; c++)
        {
            cell = cellBest[c] > cellBest[cell] ? c : cell;
        }

        int top = cell / cellColumns * CellSize;
        int left = cell % cellColumns * CellSize;
        int peak = (top * width) + left;
        for (int y = top; y < Math.Min(height, top + CellSize); y++)
        {
            for (int x = left; x < Math.Min(width, left + CellSize); x++)
            {
                int at = (y * width) + x;
                peak = priority[at] > priority[peak] ? at : peak;
            }
        }

        return peak;
    }

    private List<int> Grow(int start, float least)
    {
        (int top, int bottom, int left, int right) = Window(start, window);
        var seen = new bool[(bottom - top) * (right - left)];
        var region = new List<int>();
        Visit(start / width, start % width);
        for (int next = 0; next < region.Count; next++)
        {
            (int y, int x) = Math.DivRem(region[next], width);
            Visit(y - 1, x);
            Visit(y, x - 1);
            Visit(y, x + 1);
            Visit(y + 1, x);
        }

        return region;

        void Visit(int y, int x)
        {
            if (y < top || y >= bottom || x < left || x >= right || priority[(y * width) + x] < least)
            {
                return;
            }

            ref bool mark = ref seen[((y - top) * (right - left)) + x - left];
            if (!mark)
            {
                mark = true;
                region.Add((y * width) + x);
            }
        }
    }

    private (int Top, int Bottom, int Left, int Right) Window(int centre, int reach)
    {
        (int y, int x) = Math.DivRem(centre, width);
        return (Math.Max(0, y - reach), Math.Min(height, y + reach + 1), Math.Max(0, x - reach), Math.Min(width, x + reach + 1));
    }

    // The pixel of the region nearest to its centre of mass.
    private int Middle(List<int> region)
    {
        double meanY = region.Average(at => (double)(at / width));
        double meanX = region.Average(at => (double)(at % width));
        return region.MinBy(at => Square((at / width) - meanY) + Square((at % width) - meanX));

        static double Square(double value) => value * value;
    }

    private LabelSuggestion Describe(List<int> region)
    {
        int middle = Middle(region);
        int top = height;
        int bottom = 0;
        int left = width;
        int right = 0;
        double sum = 0;
        double score = 0;
        var pixels = new SortedDictionary<int, int>();
        foreach (int at in region)
        {
            (int y, int x) = Math.DivRem(at, width);
            (top, bottom, left, right) = (Math.Min(top, y), Math.Max(bottom, y), Math.Min(left, x), Math.Max(right, x));
            sum += doubt[at];
            score += priority[at];
            int label = labels.At(at);
            pixels[label] = pixels.GetValueOrDefault(label) + 1;
        }

        SegClass[] classes = [.. pixels.Where(p => p.Key > 0).OrderByDescending(p => p.Value).Select(p => labels.Classes[p.Key - 1])];
        return new LabelSuggestion(0, middle / width, middle % width, top, left, bottom - top + 1, right - left + 1, region.Count, sum / region.Count, score, classes);
    }

    // The box of the region is spent, with its fringe, and so is its surroundings: two suggestions side by side would be one
    // too many.
    private void Remove(LabelSuggestion spent)
    {
        (int top, int bottom, int left, int right) = Window((spent.Row * width) + spent.Column, window / 2);
        top = Math.Max(0, Math.Min(top, spent.Top - fringe));
        bottom = Math.Min(height, Math.Max(bottom, spent.Top + spent.Height + fringe));
        left = Math.Max(0, Math.Min(left, spent.Left - fringe));
        right = Math.Min(width, Math.Max(right, spent.Left + spent.Width + fringe));
        for (int y = top; y < bottom; y++)
        {
            Array.Clear(priority, (y * width) + left, right - left);
        }

        for (int row = top / CellSize; row <= (bottom - 1) / CellSize; row++)
        {
            for (int column = left / CellSize; column <= (right - 1) / CellSize; column++)
            {
                UpdateCell((row * cellColumns) + column);
            }
        }
    }
}
