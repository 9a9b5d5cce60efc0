using System.Runtime.InteropServices;
using NDSeg.Cpu.Simd;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.Core.Tests.Filters.Volumes;

/// <summary>The maps of volumes: against scipy's and numpy's values, and the same bytes however they are computed.</summary>
public sealed class VolumeMapTests
{
    [SharedTheory]
    [InlineData("volume_isotropic.npz")]
    [InlineData("volume_anisotropic.npz")]
    public void Maps_are_those_of_the_reference(string file)
    {
        IReadOnlyDictionary<string, NpzArray> expected = NpzFile.Read(SharedData.PathOf("reference/" + file));
        double[] spacing = expected["spacing"].ToDoubles();
        NpzArray stored = expected["volume"];
        int[] shape = stored.Shape;
        var size = new VoxelSize(spacing[0], spacing[1], spacing[2]);
        SegVolume volume = stored.Type == "u1"
            ? TestVolumes.OfBytes(shape[0], shape[1], shape[2], stored.Bytes, size)
            : TestVolumes.OfFloats(shape[0], shape[1], shape[2], stored.ToFloats(), size);
        FeatureConfig config = FeatureConfig.Volume with { Sigmas = [1, 2, 4] };
        string[] names = [.. FeaturePlan.Create(config).Names];
        Assert.Equal(expected.Keys.Except(["volume", "spacing"]), names);
        float[][] maps = TestVolumes.Maps(volume, config, SimdLevel.Current);
        for (int m = 0; m < names.Length; m++)
        {
            float[] wanted = expected[names[m]].ToFloats();
            float range = wanted.Max() - wanted.Min();
            float error = wanted.Zip(maps[m], (a, b) => Math.Abs(a - b)).Max();
            Assert.True(error <= 1e-5f * range, $"{names[m]}: {error / range:G3} of its range");
        }
    }

    [Fact]
    public void There_are_43_maps_in_the_order_of_the_reference()
    {
        string[] names = [.. FeaturePlan.Create(FeatureConfig.Volume).Names];
        Assert.Equal(43, names.Length);
        Assert.Equal(
            ["original", "gaussian_1", "gradient_1", "laplacian_1", "hessian_eig1_1", "hessian_eig2_1", "hessian_eig3_1", "structure_eig1_1", "structure_eig2_1", "structure_eig3_1", "gaussian_2"],
            names[..11]);
        Assert.Equal(["dog_1_2", "dog_1_4", "dog_2_4", "dog_1_8", "dog_2_8", "dog_4_8"], names[^6..]);
    }

    [Theory]
    [InlineData(11, 23, 70)]
    [InlineData(1, 9, 70)]
    [InlineData(9, 1, 40)]
    [InlineData(9, 40, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 2)]
    [InlineData(70, 5, 6)]
    public void Every_width_block_and_thread_count_gives_the_same_bytes(int depth, int height, int width)
    {
        SegVolume volume = TestVolumes.Noise(depth, height, width, new VoxelSize(1.7, 1.2, 1));
        FeatureConfig config = FeatureConfig.Volume with { Sigmas = [1, 3] };
        float[][] expected = TestVolumes.Maps(volume, config, SimdWidth.Scalar, new RunOptions { Threads = 1 });
        Assert.All(expected, map => Assert.All(map, v => Assert.True(float.IsFinite(v))));
        foreach (SimdWidth simd in SimdLevel.Supported)
        {
            foreach (int edge in new[] { 0, 1, 5, 16 }.Where(e => e != 1 || volume.Voxels < 2000))
            {
                float[][] maps = TestVolumes.Maps(volume, config, simd, new RunOptions { Threads = 3, TileSize = edge });
                for (int m = 0; m < maps.Length; m++)
                {
                    Assert.True(MemoryMarshal.AsBytes(expected[m].AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(maps[m].AsSpan())), $"{simd}, blocks of {edge}, map {m}");
                }
            }
        }
    }

    [Fact]
    public void Maps_that_are_wanted_alone_are_the_same()
    {
        SegVolume volume = TestVolumes.Noise(9, 20, 30);
        FeatureConfig config = FeatureConfig.Volume with { Sigmas = [2] };
        string[] names = [.. FeaturePlan.Create(config).Names];
        float[][] all = TestVolumes.Maps(volume, config, SimdLevel.Current);
        foreach (string filter in config.Filters)
        {
            FeatureConfig one = config.Without([.. config.Filters.Where(f => f != filter)]);
            float[][] maps = TestVolumes.Maps(volume, one, SimdLevel.Current);
            string[] own = [.. FeaturePlan.Create(one).Names];
            for (int m = 0; m < own.Length; m++)
            {
                Assert.Equal(all[Array.IndexOf(names, own[m])], maps[m]);
            }
        }
    }
}
