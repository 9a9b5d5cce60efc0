namespace NDSeg.Objects;

/// <summary>The connected components of one slice.</summary>
internal static class SliceParts
{
    /// <summary>Numbers the components from 0 in the order of their first runs; <see cref="SliceRuns.Object"/> holds that of every run.</summary>
    /// <param name="runs">The runs of the slice.</param>
    /// <param name="height">Rows.</param>
    /// <param name="connectivity">Which neighbours belong together.</param>
    /// <param name="kindOf">The kind of every class index: runs of one kind belong together.</param>
    /// <returns>The number of components.</returns>
    public static int Find(SliceRuns runs, int height, ObjectConnectivity connectivity, int[] kindOf)
    {
        int[] parent = runs.Object;
        for (int run = 0; run < runs.Count; run++)
        {
            parent[run] = run;
        }

        int reach = connectivity.Reach(0, 1);
        for (int y = 0; y < height; y++)
        {
            (int from, int to) = runs.Row(y);
            for (int run = from + 1; run < to; run++)
            {
                if (runs.End(run - 1) == runs.Start(run))
                {
                    Unite(run - 1, run);
                }
            }

            if (y > 0)
            {
                RunContacts.Each(runs, y, runs, y - 1, reach, Unite);
            }
        }

        // Roots come before what hangs on them, so one pass numbers all.
        int count = 0;
        for (int run = 0; run < runs.Count; run++)
        {
            parent[run] = parent[run] == run ? count++ : parent[parent[run]];
        }

        return count;

        void Unite(int a, int b)
        {
            if (kindOf[runs.Label(a)] == kindOf[runs.Label(b)])
            {
                a = Top(a);
                b = Top(b);
                parent[Math.Max(a, b)] = Math.Min(a, b);
            }
        }

        int Top(int run)
        {
            while (parent[run] != run)
            {
                parent[run] = parent[parent[run]];
                run = parent[run];
            }

            return run;
        }
    }
}
