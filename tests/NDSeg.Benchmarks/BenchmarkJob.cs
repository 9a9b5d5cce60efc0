using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO;
using NDSeg.Phantoms;
using NDSeg.TestData;

namespace NDSeg.Benchmarks;

/// <summary>The image and strokes of a run: the battery slice where it is there, else a phantom of the same size.</summary>
internal sealed record BenchmarkJob(string Name, SegImage Image, SegLabels Strokes)
{
    public static BenchmarkJob Load()
    {
        if (SharedData.Root is null)
        {
            Phantom phantom = Phantom.Create(1568, 1568, seed: 1);
            return new BenchmarkJob("phantom", phantom.Image, phantom.Strokes);
        }

        SegImage image = ImageReader.Read(SharedData.PathOf("data/battery/Battery_21700.tif"), new ImageReadOptions()).Single();
        SegLabels strokes = LabelReader.Read(SharedData.PathOf("data/battery/Battery_21700_labels.tif"), new LabelReadOptions());
        return new BenchmarkJob("battery slice", image, strokes);
    }

    /// <summary>Uniform noise of the same size: no smooth regions, so no pruning helps.</summary>
    public static SegImage Noise(int height, int width)
    {
        var samples = new byte[(long)height * width];
        new Random(7).NextBytes(samples);
        return SegImage.FromBytes(height, width, samples);
    }
}
