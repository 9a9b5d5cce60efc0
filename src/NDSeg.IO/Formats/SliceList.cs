using System.Collections;

namespace NDSeg.IO.Formats;

/// <summary>Runs of slice numbers; takes no room for the slices themselves, of which a damaged file may claim any number.</summary>
internal sealed class SliceList : IReadOnlyList<int>
{
    private readonly List<(int First, int Last)> runs = [];
    private long count;

    public int Count => checked((int)count);

    public int this[int index]
    {
        get
        {
            foreach ((int first, int last) in runs)
            {
                if (index >= 0 && index <= last - first)
                {
                    return first + index;
                }

                index -= last - first + 1;
            }

            throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    public void Add(int first, int last)
    {
        if (first <= last)
        {
            runs.Add((first, last));
            count += last - first + 1L;
        }
    }

    public IEnumerator<int> GetEnumerator()
    {
        foreach ((int first, int last) in runs)
        {
            for (long slice = first; slice <= last; slice++)
            {
                yield return (int)slice;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
