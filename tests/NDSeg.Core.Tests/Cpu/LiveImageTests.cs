using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;
using Xunit;

namespace NDSeg.Core.Tests.Cpu;

/// <summary>Rectangles and single pixels of an image equal the whole, byte for byte.</summary>
public sealed class LiveImageTests
{
    private const int Height = 203;
    private const int Width = 331;

    private static readonly SegImage Image = Picture();
    private static readonly FeatureConfig Config = FeatureConfig.Default.With("Median", "Oriented", "Structure", "Tophat", "Deviation") with { Sigmas = [1, 2, 4] };
    private static readonly SegLabels Strokes = Paint();

    [Fact]
    public void Maps_at_single_pixels_equal_the_training_rows_of_the_whole_image()
    {
        SegTrainingData whole = new CpuEngine().Sample(Image, Config, [], Strokes, RunOptions.Default);
        float[] values = new LiveImage(Image, Config, []).Sample(whole.Rows, whole.Columns, RunOptions.Default);
        Assert.Equal(whole.Values, values);
        int[] one = [whole.Rows[5]], two = [whole.Columns[5]];
        Assert.Equal(whole.Values[(5 * whole.FeatureCount)..(6 * whole.FeatureCount)], new LiveImage(Image, Config, []).Sample(one, two, RunOptions.Default));
    }

    [Theory]
    [InlineData(0, 0, Width, Height)]
    [InlineData(0, 0, 1, 1)]
    [InlineData(Width - 1, Height - 1, 1, 1)]
    [InlineData(17, 31, 97, 60)]
    [InlineData(64, 0, 267, 16)]
    [InlineData(3, 190, 300, 13)]
    public void A_rectangle_equals_the_crop_of_the_whole_result(int x, int y, int width, int height)
    {
        SegModel model = Train();
        var request = new PredictionRequest(Probabilities: true, Uncertainty: true);
        SegSegmentation whole = new CpuEngine().Apply(Image, [], model, request, RunOptions.Default);
        SegSegmentation part = new LiveImage(Image, Config, []).Apply(model, new PixelRegion(x, y, width, height), request, RunOptions.Default);
        Assert.Equal($"{height} x {width}", part.Shape);
        for (int row = 0; row < height; row++)
        {
            int at = ((y + row) * Width) + x;
            Assert.True(whole.Labels.Bytes.Slice(at, width).SequenceEqual(part.Labels.Bytes.Slice(row * width, width)), $"labels of row {row}");
            Assert.Equal(whole.Margin.AsSpan(at, width), part.Margin.AsSpan(row * width, width));
            Assert.Equal(whole.Probabilities![1].AsSpan(at, width), part.Probabilities![1].AsSpan(row * width, width));
        }
    }

    [Theory]
    [InlineData(100L << 20)]
    [InlineData(20L << 20)]
    [InlineData(1000L)]
    public void Kept_maps_change_nothing_whatever_room_there_is(long room)
    {
        SegModel[] models = [Train(1), Train(2)];
        var request = new PredictionRequest(Uncertainty: true);
        SegTrainingData rows = new CpuEngine().Sample(Image, Config, [], Strokes, RunOptions.Default);
        var live = new LiveImage(Image, Config, [], room);
        live.Prepare(new PixelRegion(0, 0, 70, 70), RunOptions.Default);
        PixelRegion[] regions = [new(0, 0, Width, Height), new(250, 10, 20, 180), new(256, 0, Width - 256, 5), new(17, 31, 97, 60), new(Width - 1, Height - 1, 1, 1)];
        foreach (PixelRegion region in regions)
        {
            foreach (SegModel model in models)
            {
                SegSegmentation expected = new LiveImage(Image, Config, []).Apply(model, region, request, RunOptions.Default);
                SegSegmentation found = live.Apply(model, region, request, RunOptions.Default);
                Assert.True(expected.Labels.Bytes.SequenceEqual(found.Labels.Bytes), $"{region}");
                Assert.Equal(expected.Margin, found.Margin);
            }

            Assert.Equal(rows.Values, live.Sample(rows.Rows, rows.Columns, RunOptions.Default));
        }

        live.Release();
        Assert.Equal(rows.Values, live.Sample(rows.Rows, rows.Columns, RunOptions.Default));
    }

    [Fact]
    public void Regions_and_pixels_outside_the_image_are_refused()
    {
        var live = new LiveImage(Image, Config, []);
        SegModel model = Train();
        PixelRegion[] bad = [new(-1, 0, 5, 5), new(0, 0, 0, 5), new(0, 0, Width + 1, 5), new(1, Height, 1, 1), new(int.MaxValue, 0, int.MaxValue, 1)];
        foreach (PixelRegion region in bad)
        {
            Assert.Throws<ArgumentException>(() => live.Apply(model, region, PredictionRequest.LabelsOnly, RunOptions.Default));
        }

        Assert.Throws<ArgumentException>(() => live.Apply(model, new PixelRegion(0, 0, 9, 9), new PredictionRequest(SmoothingSigma: 1), RunOptions.Default));
        Assert.Throws<ArgumentException>(() => live.Sample([0, 0], [3, 3], RunOptions.Default));
        Assert.Throws<ArgumentException>(() => live.Sample([Height], [0], RunOptions.Default));
        Assert.Throws<ArgumentException>(() => live.Sample([0], [0, 1], RunOptions.Default));
    }

    [Fact]
    public void A_cancelled_region_ends_with_the_cancellation()
    {
        var live = new LiveImage(Image, Config, []);
        var options = new RunOptions { Cancellation = new CancellationToken(canceled: true) };
        Assert.Throws<OperationCanceledException>(() => live.Apply(Train(), new PixelRegion(0, 0, 9, 9), PredictionRequest.LabelsOnly, options));
    }

    private static SegModel Train(int seed = 0)
    {
        SegTrainingData data = new CpuEngine().Sample(Image, Config, [], Strokes, RunOptions.Default);
        return ModelTrainer.Train(new SegModel(new ModelParameters(seed: seed).With("Trees", 20)), data, new RandomForestTrainer(), RunOptions.Default);
    }

    private static SegImage Picture()
    {
        var samples = new ushort[Height * Width];
        var random = new Random(5);
        for (int i = 0; i < samples.Length; i++)
        {
            int x = i % Width, y = i / Width;
            samples[i] = (ushort)(((x / 40) + (y / 30)) % 3 * 15000 + random.Next(9000));
        }

        return new SegImage(Height, Width, PixelType.UInt16, [samples]);
    }

    private static SegLabels Paint()
    {
        var indices = new byte[Height * Width];
        for (int i = 0; i < indices.Length; i += 7)
        {
            int x = i % Width, y = i / Width;
            indices[i] = (byte)(y is > 60 and < 90 ? 1 + (((x / 40) + (y / 30)) % 3) : 0);
        }

        return new SegLabels(Height, Width, indices, [.. Enumerable.Range(1, 3).Select(k => new SegClass(k, k, $"class {k}", new RgbColor((byte)(80 * k), 0, 9)))]);
    }
}
