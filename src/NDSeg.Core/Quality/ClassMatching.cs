using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Which class of a prediction is which class of the truth.</summary>
internal static class ClassMatching
{
    /// <summary>
    /// The classes of both maps together: those of the truth in their order, then those of the prediction that have no
    /// counterpart; and for every predicted index 0..K its place among them (0 stays 0). The rules are those of
    /// <see cref="SegAccuracy.Measure(SegLabels, SegLabels)"/>.
    /// </summary>
    public static (SegClass[] Classes, int[] PlaceOfPredicted) Match(IReadOnlyList<SegClass> predicted, IReadOnlyList<SegClass> truth, bool byValue)
    {
        var classes = new List<SegClass>(truth);
        var place = new int[predicted.Count + 1];
        var taken = new HashSet<int>();
        if (byValue)
        {
            MatchBy(c => c.Value);
        }

        MatchBy(c => c.Name);
        bool byPosition = taken.Count == 0 && predicted.Count == truth.Count;
        foreach (SegClass one in predicted)
        {
            if (byPosition)
            {
                place[one.Index] = one.Index;
            }
            else if (place[one.Index] == 0)
            {
                classes.Add(one.WithIndex(classes.Count + 1));
                place[one.Index] = classes.Count;
            }
        }

        return ([.. classes], place);

        void MatchBy<T>(Func<SegClass, T> key)
            where T : notnull
        {
            var known = new Dictionary<T, int>();
            foreach (SegClass one in truth.Where(c => !taken.Contains(c.Index)))
            {
                known.TryAdd(key(one), one.Index);
            }

            foreach (SegClass one in predicted)
            {
                if (place[one.Index] == 0 && known.TryGetValue(key(one), out int index) && taken.Add(index))
                {
                    place[one.Index] = index;
                }
            }
        }
    }
}
