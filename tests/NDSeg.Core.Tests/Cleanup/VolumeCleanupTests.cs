using NDSeg.Cleanup;
using NDSeg.Images;
using NDSeg.Core.Tests.Quality;
using Xunit;

namespace NDSeg.Core.Tests.Cleanup;

/// <summary>The cleanup of volumes beside that of maps, for volumes of one slice, and beside the rules carried out voxel by voxel.</summary>
public class VolumeCleanupTests
{
    public static TheoryData<LabelCleanupOptions> Everything => new(
        new LabelCleanupOptions { MajorityRadius = 2 },
        new LabelCleanupOptions { MinimumRegionSize = 5 },
        new LabelCleanupOptions { MinimumRegionSize = 12, ClassIndices = [1, 3] },
        new LabelCleanupOptions { MinimumRegionSize = 1000 },
        new LabelCleanupOptions { MaximumHoleSize = 6 },
        new LabelCleanupOptions { MajorityRadius = 1, MinimumRegionSize = 9, MaximumHoleSize = long.MaxValue });

    [Theory]
    [MemberData(nameof(Everything))]
    public void One_slice_gives_what_its_map_gives(LabelCleanupOptions options)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            SegLabels map = LabelMaps.Random(19, 23, 4, seed, blob: 1 + (seed % 3));
            SegLabels expected = LabelCleanup.Apply(map, options, RunOptions.Default);
            using SegLabelVolume clean = VolumeCleanup.Apply(SegLabelVolume.FromSlices([map]), options, RunOptions.Default);
            Assert.Equal(LabelMaps.Text(expected), LabelMaps.Text(clean.ReadSlice(0)));
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Volumes_get_what_the_rules_say(LabelCleanupOptions options)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            var plain = new PlainCleanup(7, 9, 11, Noise(seed, 7 * 9 * 11, 1 + (seed % 2)), classes: 3);
            SegLabelVolume volume = plain.ToVolume(new VoxelSize(seed < 3 ? 1 : 1.6, 1, 1));
            using SegLabelVolume clean = VolumeCleanup.Apply(volume, options, new RunOptions { Threads = 2 });
            plain.Apply(options, seed < 3 ? 1 : 1.6);
            for (int z = 6; z >= 0; z--)
            {
                Assert.Equal(plain.Slice(z), clean.ReadSlice(z).Bytes.ToArray());
            }
        }
    }

    [Fact]
    public void Rounding_of_voxel_sizes_takes_nothing_off_the_ball()
    {
        var noise = Noise(3, 7 * 9 * 11, 1);
        var options = new LabelCleanupOptions { MajorityRadius = 1 };
        using SegLabelVolume exact = VolumeCleanup.Apply(new PlainCleanup(7, 9, 11, noise, classes: 3).ToVolume(new VoxelSize(1, 1, 1)), options, RunOptions.Default);
        using SegLabelVolume rounded = VolumeCleanup.Apply(new PlainCleanup(7, 9, 11, noise, classes: 3).ToVolume(new VoxelSize(1.0000000000000002, 1.0002, 1)), options, RunOptions.Default);
        Assert.All(Enumerable.Range(0, 7), z => Assert.Equal(exact.ReadSlice(z).Bytes.ToArray(), rounded.ReadSlice(z).Bytes.ToArray()));
    }

    [Fact]
    public void A_bubble_in_three_dimensions_is_a_hole_and_a_tunnel_to_the_border_is_none()
    {
        var solid = new byte[5 * 5 * 5];
        solid.AsSpan().Fill(1);
        solid[(2 * 25) + (2 * 5) + 2] = 2;
        var bubble = new PlainCleanup(5, 5, 5, [.. solid], classes: 2);
        using SegLabelVolume filled = VolumeCleanup.Apply(bubble.ToVolume(null), new LabelCleanupOptions { MaximumHoleSize = 1 }, RunOptions.Default);
        Assert.All(Enumerable.Range(0, 5), z => Assert.True(filled.ReadSlice(z).Bytes.IndexOfAnyExcept((byte)1) < 0));
        for (int z = 0; z < 3; z++)
        {
            solid[(z * 25) + (2 * 5) + 2] = 2;
        }

        var tunnel = new PlainCleanup(5, 5, 5, solid, classes: 2);
        using SegLabelVolume open = VolumeCleanup.Apply(tunnel.ToVolume(null), new LabelCleanupOptions { MaximumHoleSize = 10 }, RunOptions.Default);
        Assert.Equal(3, Enumerable.Range(0, 5).Sum(z => open.ReadSlice(z).CountPixels()[2]));
    }

    [Fact]
    public void Cancellation_ends_the_passes()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        SegLabelVolume volume = new PlainCleanup(2, 4, 4, new byte[32], classes: 2).ToVolume(null);
        Assert.Throws<OperationCanceledException>(() => VolumeCleanup.Apply(volume, new LabelCleanupOptions { MinimumRegionSize = 4 }, new RunOptions { Cancellation = stop.Token }));
    }

    private static byte[] Noise(int seed, int count, int unlabelled)
    {
        var random = new Xoshiro256(seed, 99);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)Math.Max(0, random.Next(3 + unlabelled) - unlabelled + 1))];
    }
}
