using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Storage;
using NDSeg.Training;

namespace NDSeg.IO.Tests.Tables;

/// <summary>A training table with everything that is hard to keep: odd floats, odd names, a class without pixels, extra channels.</summary>
internal static class Table
{
    public static readonly float[] OddFloats =
    [
        -0f, float.Epsilon, float.MaxValue, float.MinValue, 0.1f, 1e-5f, 16777217f, 1f / 3, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1.5f,
    ];

    public static SegTrainingData Make(int samples = 37, LabelEncoding encoding = LabelEncoding.Indexed)
    {
        FeatureConfig config = FeatureConfig.Default.With("Median").Without("Membrane") with { Sigmas = [1, 2.5], SigmaMultiplier = 0.3, IntensityRange = new IntensityRange(0.1, 1 / 3.0) };
        FeaturePlan plan = FeaturePlan.Create(config, 2, ["=SUM(A1)", "Class", "a, \"b\"", "Fe #2\nline", "µ-CT"]);
        var random = new Random(5);
        var values = new float[samples * plan.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i < OddFloats.Length ? OddFloats[i] : BitConverter.Int32BitsToSingle((random.Next(0x7F000000) & ~(1 << 30)) | (random.Next(2) << 31));
        }

        SegClass[] classes =
        [
            new(1, -7, "+Cathode, \"dense\"", new RgbColor(1, 2, 3)),
            new(2, 3, "Pore #1", new RgbColor(200, 100, 0)),
            new(3, 4, "unused", new RgbColor(9, 9, 9)),
            new(4, 1L << 40, "相\n4", new RgbColor(0, 0, 255)),
        ];
        int[] targets = [.. Enumerable.Range(0, samples).Select(i => i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 4)];
        return new SegTrainingData(
            values,
            targets,
            plan,
            classes,
            encoding,
            [.. Enumerable.Range(0, samples).Select(i => i * 3)],
            [.. Enumerable.Range(0, samples).Select(i => int.MaxValue - i)],
            [.. Enumerable.Range(0, samples).Select(i => i / 20)],
            [new FileFingerprint("image", "a b.tif [/data]", new string('a', 64)), new FileFingerprint("labels", "=l.tif", new string('b', 64))]);
    }

    /// <summary>A small one, for files that are damaged.</summary>
    public static SegTrainingData Small()
    {
        FeaturePlan plan = FeaturePlan.Create(FeatureConfig.Default.Without("Membrane") with { Sigmas = [1] });
        SegClass[] classes = [new(1, 1, "a", new RgbColor(1, 2, 3)), new(2, 2, "b", new RgbColor(3, 2, 1))];
        return new SegTrainingData([.. Enumerable.Range(0, 3 * plan.Count).Select(i => i / 7f)], [1, 2, 1], plan, classes, LabelEncoding.Indexed, [0, 1, 2], [3, 4, 5], [0, 0, 0], []);
    }
}
