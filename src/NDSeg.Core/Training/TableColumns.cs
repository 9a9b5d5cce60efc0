namespace NDSeg.Training;

/// <summary>The columns of a training table, each in one piece: 4 bytes per value.</summary>
internal sealed class TableColumns
{
    private TableColumns(float[][] values, int sampleCount)
    {
        Values = values;
        SampleCount = sampleCount;
    }

    /// <summary>Number of samples N.</summary>
    public int SampleCount { get; }

    /// <summary>Number of maps F.</summary>
    public int MapCount => Values.Length;

    /// <summary>For every map its N values.</summary>
    public float[][] Values { get; }

    /// <summary>Transposes an N x F row-major table.</summary>
    public static TableColumns Create(float[] table, int sampleCount, RunOptions options)
    {
        int maps = (int)(table.LongLength / sampleCount);
        var values = new float[maps][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.EffectiveThreads, CancellationToken = options.Cancellation };
        Parallel.For(0, maps, parallel, map =>
        {
            float[] column = GC.AllocateUninitializedArray<float>(sampleCount);
            long at = map;
            for (int i = 0; i < sampleCount; i++, at += maps)
            {
                column[i] = table[at];
            }

            values[map] = column;
        });
        return new TableColumns(values, sampleCount);
    }
}
