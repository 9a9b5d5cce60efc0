using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Segmentation;
using Xunit;

namespace NDSeg.TestData;

/// <summary>What every backend has to give for the four families on the pyramid.</summary>
public abstract class PyramidContractTests
{
    private const double MapTolerance = 1e-5;

    /// <summary>The four families and nothing else but the grey values.</summary>
    protected static FeatureConfig Pyramid { get; } = new FeatureConfig { Sigmas = [] }
        .Without([.. FeatureConfig.KnownFilters.Select(f => f.Name)])
        .With("Oriented", "Structure", "Tophat", "Deviation");

    /// <summary>Makes the engine.</summary>
    protected abstract ISegEngine CreateEngine();

    [SharedTheory]
    [InlineData("extended_61x83", PixelType.Float32)]
    [InlineData("extended_sem0", PixelType.UInt8)]
    public void Maps_equal_the_reference_in_value_name_and_order(string file, PixelType type)
    {
        IReadOnlyDictionary<string, NpzArray> expected = NpzFile.Read(SharedData.PathOf($"reference/{file}.npz"));
        NpzArray samples = expected["image"];
        Array plane = type == PixelType.UInt8 ? samples.Bytes : samples.ToFloats();
        var image = new SegImage(samples.Shape[0], samples.Shape[1], type, [plane]);
        using SegFeatures stack = CreateEngine().ComputeFeatures(image, Pyramid, [], RunOptions.Default);
        Assert.Equal(expected.Keys.Where(n => n != "image"), stack.Names.Skip(1));
        AssertMaps(stack, 0, name => expected[name].ToDoubles(), floor: 0);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(1, 37)]
    [InlineData(41, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 5)]
    [InlineData(7, 3)]
    [InlineData(8, 8)]
    [InlineData(9, 17)]
    [InlineData(2, 150)]
    [InlineData(100, 3)]
    [InlineData(53, 71)]
    public void Images_of_any_size_follow_the_definitions(int height, int width)
    {
        float[] samples = Samples(height * width, height + width, v => (float)v);
        using SegFeatures stack = CreateEngine().ComputeFeatures(SegImage.FromFloats(height, width, samples), Pyramid, [], RunOptions.Default);
        AssertNaive(stack, 0, Array.ConvertAll(samples, v => (double)v));
    }

    [Theory]
    [InlineData(PixelType.UInt8)]
    [InlineData(PixelType.UInt16)]
    [InlineData(PixelType.UInt32)]
    [InlineData(PixelType.Int8)]
    [InlineData(PixelType.Int16)]
    [InlineData(PixelType.Int32)]
    [InlineData(PixelType.Float16)]
    [InlineData(PixelType.Float32)]
    [InlineData(PixelType.Float64)]
    public void Images_of_any_type_follow_the_definitions(PixelType type)
    {
        const int height = 34, width = 45;
        Array plane = type switch
        {
            PixelType.UInt8 => Samples(height * width, 1, v => (byte)(v * byte.MaxValue)),
            PixelType.UInt16 => Samples(height * width, 2, v => (ushort)(v * ushort.MaxValue)),
            PixelType.UInt32 => Samples(height * width, 3, v => (uint)(v * uint.MaxValue)),
            PixelType.Int8 => Samples(height * width, 4, v => v < 0.3 ? sbyte.MinValue : (sbyte)((2 * v - 1) * sbyte.MaxValue)),
            PixelType.Int16 => Samples(height * width, 5, v => v < 0.3 ? short.MinValue : (short)((2 * v - 1) * short.MaxValue)),
            PixelType.Int32 => Samples(height * width, 6, v => v < 0.3 ? int.MinValue : (int)((2 * v - 1) * int.MaxValue)),
            PixelType.Float16 => Samples(height * width, 7, v => (Half)v),
            PixelType.Float32 => Samples(height * width, 8, v => (float)(v - 0.3)),
            _ => Samples(height * width, 9, v => 3 * v),
        };
        var image = new SegImage(height, width, type, [plane]);
        using SegFeatures stack = CreateEngine().ComputeFeatures(image, Pyramid, [], RunOptions.Default);
        AssertNaive(stack, 0, [.. Enumerable.Range(0, height * width).Select(i => Math.Max(image[0, i / width, i % width] / image.FullScale, -1))]);
    }

    [Theory]
    [InlineData(130, 15)]
    [InlineData(15, 130)]
    [InlineData(9, 12)]
    [InlineData(40, 2)]
    public void Second_derivatives_along_two_blocks_are_nought(int height, int width)
    {
        float[] samples = Samples(height * width, height, v => (float)(v - 0.5));
        using SegFeatures stack = CreateEngine().ComputeFeatures(SegImage.FromFloats(height, width, samples), Pyramid, [], RunOptions.Default);
        int flat = 0;
        foreach (FeatureMap map in stack.Plan.Maps.Where(m => m.Filter == "Oriented"))
        {
            int level = map.Sigma < 6 ? 1 : map.Sigma < 12 ? 2 : map.Sigma < 28 ? 4 : 8;
            bool isFlat = (map.Name.Contains("dxx", StringComparison.Ordinal) && width <= 2 * level) || (map.Name.Contains("dyy", StringComparison.Ordinal) && height <= 2 * level);
            flat += isFlat ? 1 : 0;
            Assert.True(!isFlat || stack.CopyMap(map.Name).All(v => v == 0), map.Name);
        }

        Assert.True(flat >= 2, $"{flat} maps are flat");
    }

    [Fact]
    public void Every_channel_has_its_own_maps_and_a_family_can_be_left_out()
    {
        const int height = 20, width = 33;
        float[] first = Samples(height * width, 10, v => (float)v), second = Samples(height * width, 11, v => (float)v);
        var image = new SegImage(height, width, PixelType.Float32, [first, second]);
        using SegFeatures stack = CreateEngine().ComputeFeatures(image, Pyramid.Without("Oriented"), [], RunOptions.Default);
        Assert.Equal(2 * (1 + 34), stack.Count);
        Assert.DoesNotContain(stack.Names, n => n.Contains("oriented", StringComparison.Ordinal));
        AssertNaive(stack, 0, Array.ConvertAll(first, v => (double)v));
        AssertNaive(stack, 1, Array.ConvertAll(second, v => (double)v));
    }

    /// <summary>Steps, a slope and noise between 0 and 1.</summary>
    protected static T[] Samples<T>(int count, int seed, Func<double, T> convert)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => convert(((i % 23 < 9 ? 0.2 : 0.6) + (0.1 * i / count) + (0.25 * random.NextDouble())) * 0.99))];
    }

    private static void AssertNaive(SegFeatures stack, int channel, double[] grey)
    {
        IReadOnlyDictionary<string, double[]> expected = NaivePyramid.Compute(grey, stack.Height, stack.Width);
        AssertMaps(stack, channel, name => expected[name]);
    }

    private static void AssertMaps(SegFeatures stack, int channel, Func<string, double[]> expected, double floor = 1e-7)
    {
        var wrong = new List<string>();
        for (int map = 0; map < stack.Count; map++)
        {
            if (stack.Plan.Maps[map].Channel != channel || stack.Plan.Maps[map].Filter == "Original")
            {
                continue;
            }

            string name = stack.Names[map].Split(':')[^1];
            double[] values = expected(name);
            float[] found = stack.CopyMap(map);
            double range = values.Max() - values.Min();

            // Maps are float32: a range that is small beside the values cannot be resolved better. Where a map is constant, what
            // is left is the root of a rounding error of float64.
            double worst = Enumerable.Range(0, values.Length).Max(i => Math.Abs(values[i] - found[i]));
            if (!(worst <= Math.Max(MapTolerance * range, floor * (1 + (2 * values.Max(Math.Abs))))))
            {
                int at = Enumerable.Range(0, values.Length).MaxBy(i => Math.Abs(values[i] - found[i]));
                wrong.Add($"{name}: off by {worst:G3} of a range of {range:G3} at row {at / stack.Width}, column {at % stack.Width}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
