namespace NDSeg.IO.Labels;

/// <summary>Labels of more bits, and colours. Neighbours are mostly equal, so the last value is remembered.</summary>
internal sealed class LongLabelValues(long[] values) : LabelValues
{
    public override void CollectInto(ISet<long> values, string path)
    {
        long last = 0;
        foreach (long value in this.values)
        {
            if (value != last)
            {
                last = value;
                if (value != 0 && values.Add(value) && values.Count > MostClasses)
                {
                    throw TooMany(path);
                }
            }
        }
    }

    public override void Map(IReadOnlyDictionary<long, int> indexOf, byte[]? narrow, ushort[]? wide)
    {
        long last = 0;
        int index = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != last)
            {
                last = values[i];
                index = last == 0 ? 0 : indexOf[last];
            }

            if (narrow is not null)
            {
                narrow[i] = (byte)index;
            }
            else
            {
                wide![i] = (ushort)index;
            }
        }
    }

    private readonly long[] values = values;
}
