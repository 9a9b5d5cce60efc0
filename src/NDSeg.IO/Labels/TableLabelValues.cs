using System.Numerics;
using System.Runtime.CompilerServices;

namespace NDSeg.IO.Labels;

/// <summary>Labels of 8 or 16 bits: a table has an entry for every possible value.</summary>
internal sealed class TableLabelValues<T>(T[] samples) : LabelValues
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly int least = int.CreateTruncating(T.MinValue);
    private readonly int count = 1 << (8 * Unsafe.SizeOf<T>());

    public override void CollectInto(ISet<long> values, string path)
    {
        bool[] present = new bool[count];
        foreach (T sample in new ReadOnlySpan<T>(samples))
        {
            present[int.CreateTruncating(sample) - least] = true;
        }

        for (int i = 0; i < count; i++)
        {
            if (present[i] && i + least != 0)
            {
                values.Add(i + least);
            }
        }
    }

    public override void Map(IReadOnlyDictionary<long, int> indexOf, byte[]? narrow, ushort[]? wide)
    {
        var table = new ushort[count];
        foreach ((long value, int index) in indexOf)
        {
            if (value >= least && value < least + count)
            {
                table[value - least] = (ushort)index;
            }
        }

        for (int i = 0; i < samples.Length; i++)
        {
            ushort index = table[int.CreateTruncating(samples[i]) - least];
            if (narrow is not null)
            {
                narrow[i] = (byte)index;
            }
            else
            {
                wide![i] = index;
            }
        }
    }
}
