using System.Security.Cryptography;
using NDSeg.Images;
using NDSeg.Objects;
using NDSeg.Phantoms;
using NDSeg.Quality;
using Xunit;

namespace NDSeg.Core.Tests.Phantoms;

public class VolumePhantomTests
{
    private static readonly VolumePhantom Phantom = VolumePhantom.Create(48, 96, 80, seed: 3);

    [Fact]
    public void The_bytes_are_those_of_every_machine()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int z = 0; z < 48; z++)
        {
            hash.AppendData(Phantom.Image.ReadSlice(z).Samples<byte>(0));
            hash.AppendData(Phantom.Truth.ReadSlice(z).Bytes);
            hash.AppendData(Phantom.Strokes.ReadSlice(z).Bytes);
        }

        Assert.Equal("72CAD55A97BD603CEC4BE5E72F731EAE", Convert.ToHexString(hash.GetHashAndReset())[..32]);
    }

    [Fact]
    public void Slices_are_the_same_in_any_order_for_any_number_of_threads_and_differ_by_seed()
    {
        VolumePhantom again = VolumePhantom.Create(48, 96, 80, seed: 3, options: new RunOptions { Threads = 1 });
        VolumePhantom other = VolumePhantom.Create(48, 96, 80, seed: 4);
        foreach (int z in (int[])[47, 0, 20, 21])
        {
            byte[] expected = Phantom.Image.ReadSlice(z).Samples<byte>(0).ToArray();
            Assert.Equal(expected, again.Image.ReadSlice(z).Samples<byte>(0).ToArray());
            Assert.NotEqual(expected, other.Image.ReadSlice(z).Samples<byte>(0).ToArray());
            Assert.Equal(z, Phantom.Image.ReadSlice(z).Source.SliceIndex);
        }
    }

    [Fact]
    public void Every_voxel_has_one_of_four_classes_and_all_occur()
    {
        IReadOnlyList<SegPhase> phases = SegPhase.Measure(Phantom.Truth);
        Assert.Equal(["Matrix", "Sheet", "Rod", "Grain"], phases.Select(p => p.Class));
        Assert.Equal(48L * 96 * 80, phases.Sum(p => p.Pixels));
        Assert.All(phases, p => Assert.InRange(p.Fraction, 0.003, 0.97));
        Assert.All(phases, p => Assert.Equal(p.Pixels, p.Volume!.Value, 6));
        Assert.All(phases, p => Assert.Null(p.Area));
    }

    [Fact]
    public void Sheets_rods_and_grains_have_one_grey_value_inside()
    {
        var sum = new double[5];
        var count = new long[5];
        for (int z = 1; z < 47; z++)
        {
            SegLabels[] near = [.. new[] { z - 1, z, z + 1 }.Select(Phantom.Truth.ReadSlice)];
            ReadOnlySpan<byte> grey = Phantom.Image.ReadSlice(z).Samples<byte>(0);
            for (int y = 1; y < 95; y++)
            {
                for (int x = 1; x < 79; x++)
                {
                    int own = near[1][y, x];
                    bool inside = near[0][y, x] == own && near[2][y, x] == own && near[1][y - 1, x] == own && near[1][y + 1, x] == own && near[1][y, x - 1] == own && near[1][y, x + 1] == own;
                    sum[own] += inside ? grey[(y * 80) + x] : 0;
                    count[own] += inside ? 1 : 0;
                }
            }
        }

        double[] mean = [.. Enumerable.Range(1, 4).Select(c => sum[c] / count[c])];
        Assert.InRange(mean[0], 78, 84);
        Assert.InRange(mean[1..].Max() - mean[1..].Min(), 0, 5);
        Assert.InRange(mean[1..].Min(), 140, 152);
    }

    [Fact]
    public void Strokes_are_few_on_few_slices_and_agree_with_the_truth()
    {
        Assert.Equal(5, Phantom.PaintedSlices.Count);
        var counts = new long[5];
        for (int z = 0; z < 48; z++)
        {
            SegLabels strokes = Phantom.Strokes.ReadSlice(z);
            SegLabels truth = Phantom.Truth.ReadSlice(z);
            long[] here = strokes.CountPixels();
            Assert.Equal(Phantom.PaintedSlices.Contains(z), here[0] < 96 * 80);
            for (int c = 1; c < 5; c++)
            {
                counts[c] += here[c];
            }

            Assert.All(Enumerable.Range(0, 96 * 80), i => Assert.True(strokes.At(i) == 0 || strokes.At(i) == truth.At(i)));
        }

        Assert.All(counts[1..], n => Assert.InRange(n, 30, 2000));
    }

    [Fact]
    public void Shapes_keep_their_size_where_slices_lie_further_apart()
    {
        // The same space, cut into half as many slices.
        VolumePhantom fine = VolumePhantom.Create(64, 96, 96, seed: 1);
        VolumePhantom coarse = VolumePhantom.Create(32, 96, 96, new VoxelSize(2, 1, 1, "µm"), seed: 1);
        IReadOnlyList<SegPhase> all = SegPhase.Measure(fine.Truth);
        IReadOnlyList<SegPhase> half = SegPhase.Measure(coarse.Truth);
        for (int c = 0; c < 4; c++)
        {
            Assert.InRange(half[c].Volume!.Value / all[c].Volume!.Value, 0.94, 1.06);
        }
    }

    [Fact]
    public void Shapes_do_not_touch()
    {
        VolumePhantom phantom = VolumePhantom.Create(64, 64, 64, seed: 9);
        var measurement = new ObjectMeasurement();
        for (int z = 0; z < 64; z++)
        {
            measurement.Add(phantom.Truth.ReadSlice(z));
        }

        // Whole shapes of any kind have between them the sizes that thickness and length allow.
        SegObject[] whole = [.. measurement.Complete().Where(o => !o.TouchesBorder && o.Class != "Matrix")];
        Assert.NotEmpty(whole);
        foreach ((string name, int least, int most) in new[] { ("Grain", 30, 70), ("Rod", 200, 400), ("Sheet", 950, 1350) })
        {
            SegObject[] kind = [.. whole.Where(o => o.Class == name)];
            Assert.NotEmpty(kind);
            Assert.All(kind, o => Assert.InRange(o.Pixels, least, most));
        }
    }

    [Theory]
    [InlineData(15, 64, 64)]
    [InlineData(16, 63, 64)]
    [InlineData(16, 64, 63)]
    public void Sizes_too_small_are_an_error(int depth, int height, int width)
        => Assert.Equal("InvalidPhantomSize", Assert.Throws<SegException>(() => VolumePhantom.Create(depth, height, width)).Id);

    [Fact]
    public void A_million_slices_cost_nothing_until_they_are_read()
    {
        VolumePhantom deep = VolumePhantom.Create(1_000_000, 64, 64);
        Assert.Equal(64 * 64, deep.Image.ReadSlice(999_999).Samples<byte>(0).Length);
    }
}
