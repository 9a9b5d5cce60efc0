using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Training;

namespace NDSeg.Benchmarks;

/// <summary>
/// An 8-bit volume of sheets, rods and balls of one grey value in a darker matrix, with noise, and sparse strokes on every 32nd slice.
/// Slices are made when they are asked for.
/// </summary>
internal static class SyntheticVolume
{
    private const int Period = 48;

    private static readonly SegClass[] Classes =
    [
        new(1, 1, "matrix", new RgbColor(90, 90, 90)),
        new(2, 2, "sheet", new RgbColor(230, 159, 0)),
        new(3, 3, "rod", new RgbColor(86, 180, 233)),
        new(4, 4, "ball", new RgbColor(0, 158, 115)),
    ];

    public static SegVolume Of(int depth, int edge)
        => new(depth, edge, edge, PixelType.UInt8, ["c0"], z => SegImage.FromBytes(edge, edge, Slice(z, edge), new ImageSource(null, SliceIndex: z, SliceCount: depth)), voxelSize: new VoxelSize(1, 1, 1));

    public static SegLabelVolume Strokes(int depth, int edge)
        => SegLabelVolume.Sparse(depth, [.. Enumerable.Range(0, depth).Where(z => z % 32 == 16).Select(z => (z, new SegLabels(edge, edge, StrokesOf(z, edge), Classes)))]);

    public static SegModel Train(CpuVolumeEngine engine, int edge)
    {
        SegTrainingData table = engine.Sample(Of(edge, edge), FeatureConfig.Volume, [], Strokes(edge, edge), RunOptions.Default);
        return ModelTrainer.Train(new SegModel(new ModelParameters("RandomForest", seed: 42).With("MaxDepth", 8)), table, new RandomForestTrainer(), RunOptions.Default);
    }

    public static byte[] Slice(int z, int edge)
    {
        var noise = new Random(z);
        var samples = new byte[edge * edge];
        noise.NextBytes(samples);
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (byte)((ClassAt(z, i / edge, i % edge) == 1 ? 70 : 130) + (samples[i] % 64));
        }

        return samples;
    }

    public static byte[] StrokesOf(int z, int edge)
    {
        var strokes = new byte[edge * edge];
        for (int i = 0; i < strokes.Length; i++)
        {
            int y = i / edge, x = i % edge;
            strokes[i] = y % 24 == 12 && x % 7 < 3 ? (byte)ClassAt(z, y, x) : (byte)0;
        }

        return strokes;
    }

    // Cells of one object each: which one follows from the place of the cell.
    private static int ClassAt(int z, int y, int x)
    {
        int kind = ((z / Period) + (2 * (y / Period)) + (3 * (x / Period))) % 3;
        int dz = (z % Period) - 24, dy = (y % Period) - 24, dx = (x % Period) - 24;
        return kind switch
        {
            0 when Math.Abs(dz + dy - dx) < 5 => 2,
            1 when (dz * dz) + ((dy + dx) * (dy + dx) / 2) < 30 => 3,
            2 when (dz * dz) + (dy * dy) + (dx * dx) < 100 => 4,
            _ => 1,
        };
    }
}
