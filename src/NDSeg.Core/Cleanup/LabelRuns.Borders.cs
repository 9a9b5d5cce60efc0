namespace NDSeg.Cleanup;

/// <content>The borders of regions.</content>
internal sealed partial class LabelRuns
{
    // The 4-neighbour borders of the regions asked for with labelled neighbours of other classes, in pieces: those of region r
    // stand from first[r] to first[r + 1].
    private (int[] First, Border[] Borders) Borders(Predicate<int> asked)
    {
        var pieces = new List<(int Region, Border Border)>();
        for (int y = 0; y < height; y++)
        {
            int above = y == 0 ? 0 : rowStart[y - 1];
            for (int run = rowStart[y]; run < rowStart[y + 1]; run++)
            {
                if (run > rowStart[y])
                {
                    Meet(run - 1, run, 1);
                }

                if (y == 0)
                {
                    continue;
                }

                while (end[above] <= start[run])
                {
                    above++;
                }

                for (int other = above; other < rowStart[y] && start[other] < end[run]; other++)
                {
                    Meet(other, run, Math.Min(end[other], end[run]) - Math.Max(start[other], start[run]));
                }
            }
        }

        var first = new int[parent.Length + 1];
        foreach ((int region, Border _) in pieces)
        {
            first[region + 1]++;
        }

        for (int r = 0; r < parent.Length; r++)
        {
            first[r + 1] += first[r];
        }

        int[] next = [.. first];
        var borders = new Border[pieces.Count];
        foreach ((int region, Border border) in pieces)
        {
            borders[next[region]++] = border;
        }

        return (first, borders);

        void Meet(int a, int b, int length)
        {
            if (label[a] == label[b] || label[a] == 0 || label[b] == 0)
            {
                return;
            }

            a = Find(a);
            b = Find(b);
            if (asked(a))
            {
                pieces.Add((a, new Border(b, length)));
            }

            if (asked(b))
            {
                pieces.Add((b, new Border(a, length)));
            }
        }
    }

    private readonly record struct Border(int Neighbour, int Length);
}
