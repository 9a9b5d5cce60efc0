using NDSeg.Images;
using NDSeg.TestData;

namespace NDSeg.IO.Tests;

/// <summary>The files in Fixtures and what their writers put into them.</summary>
internal static class Fixture
{
    private static readonly Lazy<IReadOnlyDictionary<string, NpzArray>> Arrays = new(() => NpzFile.Read(PathOf("expected.npz")));

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    public static double[] Expected(string name) => Arrays.Value[name].ToDoubles();

    /// <summary>Samples of all slices and channels as numbers, pixels of a slice interleaved.</summary>
    public static double[] Interleaved(SegImage image)
    {
        double[][] planes = [.. Enumerable.Range(0, image.Channels).Select(c => ExpectedFormatsTests.ToDoubles(image.Plane(c)))];
        return [.. Enumerable.Range(0, planes[0].Length).SelectMany(i => planes.Select(p => p[i]))];
    }

    /// <summary>The values every dataset of the HDF5 fixtures counts through.</summary>
    public static double[] Counting(int count) => [.. Enumerable.Range(0, count).Select(i => (double)(i * 7 % 251))];
}
