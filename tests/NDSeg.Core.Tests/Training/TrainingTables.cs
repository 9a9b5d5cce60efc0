using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.TestData;
using NDSeg.Training;

namespace NDSeg.Core.Tests.Training;

/// <summary>Training tables for tests.</summary>
internal static class TrainingTables
{
    public static FeatureConfig FewMaps { get; } = FeatureConfig.Default.Without("Hessian", "DifferenceOfGaussians", "Membrane") with { Sigmas = [1] };

    public static SegClass[] Classes(params long[] values)
        => [.. values.Select((v, i) => new SegClass(i + 1, v, $"phase {v}", new RgbColor((byte)(10 * i), (byte)(i + 1), 200)))];

    /// <summary>Noisy class blobs; the maps after the second are noise.</summary>
    public static SegTrainingData Blobs(int samples, int classes, int seed, FeatureConfig? config = null, double spread = 0.25)
    {
        FeaturePlan plan = FeaturePlan.Create(config ?? FewMaps);
        var random = new Xoshiro256(seed);
        var values = new float[samples * plan.Count];
        var targets = new int[samples];
        for (int i = 0; i < samples; i++)
        {
            // The first classes are rarer than the last.
            int c = Math.Max(random.Next(classes), random.Next(classes));
            targets[i] = c + 1;
            for (int f = 0; f < plan.Count; f++)
            {
                double noise = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
                values[(i * plan.Count) + f] = (float)((f == 0 ? c : f == 1 ? c % 2 : 0) + (spread * 2 * noise));
            }
        }

        return Table(values, targets, plan, Classes([.. Enumerable.Range(1, classes).Select(c => 42L * c)]));
    }

    public static SegTrainingData Table(float[] values, int[] targets, FeaturePlan plan, SegClass[] classes, int image = 0)
    {
        int[] rows = [.. Enumerable.Range(0, targets.Length).Select(i => i / 50)];
        int[] columns = [.. Enumerable.Range(0, targets.Length).Select(i => i % 50)];
        return new SegTrainingData(values, targets, plan, classes, LabelEncoding.Indexed, rows, columns, [.. targets.Select(_ => image)], []);
    }

    /// <summary>The 974 x 58 table of the battery slice.</summary>
    public static SegTrainingData Battery()
    {
        IReadOnlyDictionary<string, NpzArray> arrays = NpzFile.Read(SharedData.PathOf("reference/battery_training.npz"));
        return new SegTrainingData(
            arrays["X"].ToFloats(),
            arrays["y"].ToInts(),
            FeaturePlan.Create(FeatureConfig.Default),
            Classes(42, 84, 126, 168, 210, 252),
            LabelEncoding.Indexed,
            arrays["rows"].ToInts(),
            arrays["cols"].ToInts(),
            new int[974],
            []);
    }
}
