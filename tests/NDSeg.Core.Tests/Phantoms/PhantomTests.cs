using System.Security.Cryptography;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Phantoms;
using NDSeg.Quality;
using NDSeg.Training;
using NDSeg.Core.Tests.Training;
using Xunit;

namespace NDSeg.Core.Tests.Phantoms;

public class PhantomTests
{
    [Theory]
    [InlineData(32, 32)]
    [InlineData(33, 180)]
    [InlineData(211, 128)]
    public void Every_class_has_pixels_and_strokes_that_tell_the_truth(int height, int width)
    {
        Phantom phantom = Phantom.Create(height, width, 3);
        Assert.Equal((height, width, PixelType.UInt8, 1), (phantom.Image.Height, phantom.Image.Width, phantom.Image.PixelType, phantom.Image.Channels));
        Assert.Equal((height, width, PixelType.Float32, 6), (phantom.Extras.Height, phantom.Extras.Width, phantom.Extras.PixelType, phantom.Extras.Channels));
        Assert.Equal(6, phantom.Truth.Classes.Count);
        long[] truth = phantom.Truth.CountPixels();
        long[] strokes = phantom.Strokes.CountPixels();
        Assert.Equal(0, truth[0]);
        Assert.All(truth[1..], n => Assert.True(n > 0));
        Assert.All(strokes[1..], n => Assert.True(n > 0));
        Assert.All(Enumerable.Range(0, height * width), i => Assert.True(phantom.Strokes.At(i) == 0 || phantom.Strokes.At(i) == phantom.Truth.At(i)));
    }

    [Fact]
    public void Strokes_are_about_a_thousand_pixels_in_separate_lines()
    {
        Phantom phantom = Phantom.Create(400, 400);
        long[] pixels = phantom.Strokes.CountPixels();
        Assert.InRange(pixels.Skip(1).Sum(), 800, 1200);
        Assert.All(pixels[1..], n => Assert.InRange(n, 100, 200));

        int[] places = [.. Enumerable.Range(0, 160_000).Where(i => phantom.Strokes.At(i) > 0)];
        FeaturePlan plan = FeaturePlan.Create(TrainingTables.FewMaps);
        var table = new SegTrainingData(
            new float[places.Length * plan.Count], [.. places.Select(i => phantom.Strokes.At(i))], plan, phantom.Strokes.Classes, LabelEncoding.Indexed,
            [.. places.Select(i => i / 400)], [.. places.Select(i => i % 400)], new int[places.Length], []);
        Assert.All(StrokeGroups.Find(table).Strokes.CountBy(s => s.ClassIndex), c => Assert.Equal(6, c.Value));
    }

    [Fact]
    public void Same_bytes_on_every_platform()
    {
        // The hashes were taken on x64 Linux; a difference elsewhere means that some arithmetic is not portable.
        Phantom phantom = Phantom.Create(96, 120, 7);
        Assert.Equal(ExpectedHash, Hash(phantom));
        Assert.NotEqual(ExpectedHash, Hash(Phantom.Create(96, 120, 8)));
    }

    private const string ExpectedHash = "80e811c545f8bdd1b55f2c60f9d8451a477c188c4eb6d84ef54c7843ff17c039";

    [Fact]
    public void Thresholds_alone_do_not_solve_it()
    {
        // Best possible rule from grey value to class, made with the truth itself.
        Phantom phantom = Phantom.Create(256, 256);
        ReadOnlySpan<byte> grey = phantom.Image.Samples<byte>(0);
        ReadOnlySpan<byte> truth = phantom.Truth.Bytes;
        var counts = new int[256, 7];
        for (int i = 0; i < grey.Length; i++)
        {
            counts[grey[i], truth[i]]++;
        }

        var labels = new byte[grey.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            int g = grey[i];
            labels[i] = (byte)Enumerable.Range(1, 6).MaxBy(c => counts[g, c]);
        }

        SegAccuracy measured = SegAccuracy.Measure(new SegLabels(256, 256, labels, phantom.Truth.Classes), phantom.Truth);
        Assert.InRange(measured.MeanIoU, 0.4, 0.7);
    }

    [Fact]
    public void Extra_channels_tell_the_phases_apart()
    {
        Phantom phantom = Phantom.Create(128, 128);
        Assert.Equal(["nickel", "cobalt", "carbon", "copper", "iron", "fluorine"], phantom.Extras.ChannelNames);
        double Mean(int channel, int phase) => Enumerable.Range(0, 128 * 128).Where(i => phantom.Truth.At(i) == phase).Average(i => phantom.Extras.Samples<float>(channel)[i]);
        Assert.True(Mean(0, 4) > 3 * Mean(0, 5), "nickel in the cathode");
        Assert.True(Mean(2, 5) > 1.5 * Mean(2, 4), "carbon in the anode");
        Assert.True(Mean(4, 2) > 3 * Mean(4, 3), "iron in the casing");
    }

    [Theory]
    [InlineData(31, 100)]
    [InlineData(100, 31)]
    [InlineData(100_000, 100_000)]
    public void Impossible_sizes_are_refused(int height, int width)
        => Assert.Equal("InvalidPhantomSize", Assert.Throws<SegException>(() => Phantom.Create(height, width)).Id);

    private static string Hash(Phantom phantom)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(phantom.Image.SampleBytes(0));
        hash.AppendData(phantom.Truth.Bytes);
        hash.AppendData(phantom.Strokes.Bytes);
        for (int channel = 0; channel < 6; channel++)
        {
            hash.AppendData(phantom.Extras.SampleBytes(channel));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
