using System.Globalization;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Storage;

namespace NDSeg.Training;

/// <summary>Puts tables of labelled pixels together and takes samples of them.</summary>
public static class TrainingTable
{
    /// <summary>
    /// Joins the tables of several images, in order; image ordinals go on counting, with one left out between volumes, whose slices
    /// stand as images: the last of one does not touch the first of the next. Classes are matched by
    /// <see cref="SegClass.Value"/> and stand in ascending order of it; the first table that knows a class names and colours it.
    /// </summary>
    /// <exception cref="SegException">
    /// NoLabelledPixels for an empty list; FeatureMismatch when the tables hold different maps; ClassMismatch when some come
    /// from RGB label files and some do not; InvalidTrainingData when the joined table is too large for one array.
    /// </exception>
    public static SegTrainingData Concat(IReadOnlyList<SegTrainingData> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Count == 0)
        {
            throw new SegException("NoLabelledPixels", SegErrorKind.InvalidData, "Expected at least one table of labelled pixels, found none.", "Give an image with its labels.");
        }

        SegTrainingData first = tables[0];
        if (tables.Count == 1)
        {
            return first;
        }

        long samples = 0;
        FeaturePlan plan = first.Plan;
        foreach (SegTrainingData table in tables)
        {
            plan = CheckMaps(first, plan, table);
            CheckEncoding(first, table);
            samples += table.SampleCount;
        }

        if (samples * first.FeatureCount > Array.MaxLength)
        {
            throw new SegException("InvalidTrainingData", SegErrorKind.InvalidData, $"Expected at most {Array.MaxLength / first.FeatureCount} labelled pixels of {first.FeatureCount} maps, found {samples}.", "Take a sample of each image (-SampleCount).");
        }

        SegClassList classes = SegClassList.Merged(tables.Select(t => t.Classes));
        var indexOf = classes.ToDictionary(c => c.Value, c => c.Index);
        var values = new float[samples * first.FeatureCount];
        var targets = new int[samples];
        var rows = new int[samples];
        var columns = new int[samples];
        var images = new int[samples];
        var files = new List<FileFingerprint>();
        int start = 0;
        int firstImage = 0;
        foreach (SegTrainingData table in tables)
        {
            int n = table.SampleCount;
            table.Values.CopyTo(values, (long)start * first.FeatureCount);
            table.Rows.CopyTo(rows, start);
            table.Columns.CopyTo(columns, start);
            int last = 0;
            for (int i = 0; i < n; i++)
            {
                targets[start + i] = indexOf[table.Classes[table.Targets[i] - 1].Value];
                images[start + i] = firstImage + table.Images[i];
                last = Math.Max(last, table.Images[i]);
            }

            files.AddRange(table.Files.Where(f => !files.Contains(f)));
            firstImage += last + (table.Plan.Config.Dimensions == 3 ? 2 : 1);
            start += n;
        }

        return new SegTrainingData(values, targets, plan, classes, first.Encoding, rows, columns, images, files);
    }

    /// <summary>
    /// Draws pixels without replacement: every class in its proportion, but at least one pixel of each that has any. The order
    /// of the table is kept. A count of at least <see cref="SegTrainingData.SampleCount"/> gives the table itself.
    /// </summary>
    /// <param name="data">The table.</param>
    /// <param name="count">Pixels to draw, at least the number of classes that have pixels.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <exception cref="SegException">InvalidSampleCount.</exception>
    public static SegTrainingData Subsample(SegTrainingData data, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (count >= data.SampleCount)
        {
            return data;
        }

        var members = new List<int>[data.Classes.Count];
        for (int c = 0; c < members.Length; c++)
        {
            members[c] = [];
        }

        for (int i = 0; i < data.SampleCount; i++)
        {
            members[data.Targets[i] - 1].Add(i);
        }

        int[] quota = Quotas([.. members.Select(m => m.Count)], count);
        var kept = new List<int>(count);
        for (int c = 0; c < members.Length; c++)
        {
            var random = new Xoshiro256(seed, c);
            List<int> pool = members[c];
            for (int k = 0; k < quota[c]; k++)
            {
                int other = k + random.Next(pool.Count - k);
                (pool[k], pool[other]) = (pool[other], pool[k]);
                kept.Add(pool[k]);
            }
        }

        kept.Sort();
        return Select(data, [.. kept]);
    }

    /// <summary>Puts the pixels in a random order.</summary>
    /// <param name="data">The table.</param>
    /// <param name="seed">Seed of the order.</param>
    public static SegTrainingData Shuffle(SegTrainingData data, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] order = [.. Enumerable.Range(0, data.SampleCount)];
        var random = new Xoshiro256(seed);
        for (int i = 0; i < order.Length; i++)
        {
            int other = i + random.Next(order.Length - i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return Select(data, order);
    }

    /// <summary>The given rows of a table, in the given order; classes stay as they are.</summary>
    /// <param name="data">The table.</param>
    /// <param name="rows">0-based rows, at least one.</param>
    /// <exception cref="SegException">NoLabelledPixels for an empty list.</exception>
    public static SegTrainingData Select(SegTrainingData data, int[] rows)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(rows);
        int maps = data.FeatureCount;
        var values = new float[(long)rows.Length * maps];
        for (int i = 0; i < rows.Length; i++)
        {
            data.Values.AsSpan(rows[i] * maps, maps).CopyTo(values.AsSpan(i * maps, maps));
        }

        int[] Take(int[] source) => Array.ConvertAll(rows, row => source[row]);
        return new SegTrainingData(values, Take(data.Targets), data.Plan, data.Classes, data.Encoding, Take(data.Rows), Take(data.Columns), Take(data.Images), data.Files);
    }

    /// <summary>Checks that a table has the maps of the first one; the plan of both, with the intensity range of whichever has one.</summary>
    private static FeaturePlan CheckMaps(SegTrainingData first, FeaturePlan plan, SegTrainingData other)
    {
        string[] added = [.. other.Names.Except(first.Names)];
        string[] missing = [.. first.Names.Except(other.Names)];
        if (added.Length > 0 || missing.Length > 0 || !first.Names.SequenceEqual(other.Names))
        {
            throw Mismatch($"{first.FeatureCount} maps, found {other.FeatureCount}; only in the first: {List(missing)}; only in the other: {List(added)}");
        }

        // The intensity range changes nothing where no map works on the 8-bit image, and 8-bit images have none; volumes of any voxel size
        // go together.
        FeatureConfig mine = plan.Config, its = other.Plan.Config;
        bool needsRange = mine.UsesRankFilters && mine.IntensityRange is null && its.IntensityRange is not null;
        bool sameRange = !mine.UsesRankFilters || mine.IntensityRange is null || its.IntensityRange is null || mine.IntensityRange == its.IntensityRange;
        if (!sameRange || !(mine with { IntensityRange = its.IntensityRange, VoxelRatio = its.VoxelRatio }).Equals(its))
        {
            throw Mismatch($"maps made with {mine.Describe()}, found maps made with {its.Describe()}");
        }

        return needsRange
            ? FeaturePlan.Create(mine with { IntensityRange = its.IntensityRange }, plan.Channels, [.. plan.Maps.Where(m => m.IsExtra).Select(m => m.Name)])
            : plan;
    }

    private static SegException Mismatch(string what)
        => new("FeatureMismatch", SegErrorKind.ShapeMismatch, $"Expected tables of the same maps: {what}.", "Compute all of them with one feature configuration and the same extra channels.");

    private static string List(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names);

    private static void CheckEncoding(SegTrainingData first, SegTrainingData other)
    {
        if (first.Encoding != other.Encoding)
        {
            throw new SegException("ClassMismatch", SegErrorKind.InvalidData, $"Expected labels of one kind, found {first.Encoding} and {other.Encoding}.", "Save all label files with integer values, or all with colours.");
        }
    }

    // Largest remainders over the classes that have pixels, at least 1 and at most what there is.
    private static int[] Quotas(int[] pixels, int count)
    {
        int present = pixels.Count(n => n > 0);
        if (count < present)
        {
            throw new SegException("InvalidSampleCount", SegErrorKind.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"Expected a sample of at least {present} pixels, one for each class, found {count}."));
        }

        long total = pixels.Sum(n => (long)n);
        var quota = new int[pixels.Length];
        var share = new double[pixels.Length];
        for (int c = 0; c < pixels.Length; c++)
        {
            share[c] = (double)count * pixels[c] / total;
            quota[c] = pixels[c] == 0 ? 0 : Math.Max(1, (int)share[c]);
        }

        for (int open = count - quota.Sum(); open != 0; open -= Math.Sign(open))
        {
            int step = Math.Sign(open);
            int best = -1;
            for (int c = 0; c < pixels.Length; c++)
            {
                bool allowed = step > 0 ? quota[c] < pixels[c] : quota[c] > 1;
                if (allowed && (best < 0 || step * (share[c] - quota[c]) > step * (share[best] - quota[best])))
                {
                    best = c;
                }
            }

            quota[best] += step;
        }

        return quota;
    }
}
