using NDSeg.Cleanup;
using NDSeg.Images;
using NDSeg.Core.Tests.Quality;
using Xunit;

namespace NDSeg.Core.Tests.Cleanup;

public class LabelCleanupTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 3)]
    [InlineData(40, 4)]
    public void Majority_filter_equals_counting_the_disc(int radius, int seed)
    {
        SegLabels labels = LabelMaps.Random(23, 31, 4, seed, blob: 2);
        SegLabels result = Clean(labels, new LabelCleanupOptions { MajorityRadius = radius });
        for (int y = 0; y < 23; y++)
        {
            for (int x = 0; x < 31; x++)
            {
                var counts = new int[5];
                for (int py = 0; py < 23; py++)
                {
                    for (int px = 0; px < 31; px++)
                    {
                        if (((py - y) * (py - y)) + ((px - x) * (px - x)) <= radius * radius)
                        {
                            counts[labels[py, px]]++;
                        }
                    }
                }

                counts[0] = 0;
                int own = labels[y, x];
                int expected = own == 0 || counts[own] == counts.Max() ? own : Array.IndexOf(counts, counts.Max());
                Assert.Equal(expected, result[y, x]);
            }
        }
    }

    [Fact]
    public void Small_regions_take_the_class_with_the_longest_border()
    {
        Assert.Equal("11111/11122/11122/22222", Text("11111/11322/11322/22222", new() { MinimumRegionSize = 3 }));
        Assert.Equal("1111/1111/1111", Text("1111/1211/1111", new() { MinimumRegionSize = 2 }));
        Assert.Equal("1111/1211/1111", Text("1111/1211/1111", new() { MinimumRegionSize = 1 }));

        // Diagonal neighbours make one region of four pixels.
        Assert.Equal("2111/1211/1121/1112", Text("2111/1211/1121/1112", new() { MinimumRegionSize = 4 }));
        Assert.Equal("1111/1111/1111/1111", Text("2111/1211/1121/1112", new() { MinimumRegionSize = 5 }));
    }

    [Fact]
    public void A_speck_inside_a_speck_goes_too()
        => Assert.Equal("1111111/1111111/1111111/1111111", Text("1111111/1122211/1123211/1122211", new() { MinimumRegionSize = 9 }));

    [Fact]
    public void Small_regions_among_unlabelled_pixels_stay_and_unlabelled_pixels_too()
        => Assert.Equal("..2../...../11111", Text("..2../...../11111", new() { MinimumRegionSize = 4 }));

    [Fact]
    public void Holes_are_filled_up_to_their_size_unless_they_reach_the_border()
    {
        const string Rings = "1111111/1222221/1211121/1213121/1211121/1222221/1111111";
        Assert.Equal("1111111/1222221/1211121/1211121/1211121/1222221/1111111", Text(Rings, new() { MaximumHoleSize = 1 }));
        Assert.Equal("1111111/1111111/1111111/1111111/1111111/1111111/1111111", Text(Rings, new() { MaximumHoleSize = long.MaxValue }));
        Assert.Equal("1111111/1222221/1222221/1222221/1222221/1222221/1111111", Text(Rings, new() { MaximumHoleSize = 9, ClassIndices = [2] }));
        Assert.Equal("111/121/1.1", Text("111/121/1.1", new() { MaximumHoleSize = 100 }));
        Assert.Equal("1111/1.11/1111", Text("1111/1.21/1111", new() { MaximumHoleSize = 100 }));

        // The class around the hole is 8-connected: pixels that meet at a corner enclose.
        Assert.Equal(".1./111/.1.", Text(".1./121/.1.", new() { MaximumHoleSize = 1 }));
    }

    [Fact]
    public void Only_listed_classes_change()
    {
        Assert.Equal("11111/12131/11111", Text("11111/12131/11111", new() { MinimumRegionSize = 2, ClassIndices = [1] }));
        Assert.Equal("11111/12111/11111", Text("11111/12131/11111", new() { MinimumRegionSize = 2, ClassIndices = [3] }));
        Assert.Equal("11111/12111/11111", Text("11111/12131/11111", new() { MajorityRadius = 1, ClassIndices = [3] }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void After_removal_no_small_region_is_left_and_threads_do_not_matter(int seed)
    {
        SegLabels labels = Dense(LabelMaps.Random(60, 47, 5, seed));
        var cleanup = new LabelCleanupOptions { MajorityRadius = 1, MinimumRegionSize = 12, MaximumHoleSize = 20 };
        SegLabels once = LabelCleanup.Apply(labels, cleanup, new RunOptions { Threads = 1 });
        Assert.Equal(LabelMaps.Text(once), LabelMaps.Text(LabelCleanup.Apply(labels, cleanup, new RunOptions { Threads = 5 })));
        Assert.Equal(LabelMaps.Text(once), LabelMaps.Text(LabelCleanup.Apply(LabelMaps.Wide(labels), cleanup, RunOptions.Default)));
        SegLabels removed = Clean(labels, new LabelCleanupOptions { MinimumRegionSize = 12 });
        Assert.All(RegionSizes(removed), size => Assert.True(size >= 12));
        Assert.Contains(RegionSizes(labels), size => size < 12);
    }

    [Fact]
    public void A_checkerboard_of_specks_ends()
    {
        string board = string.Join('/', Enumerable.Range(0, 20).Select(y => string.Concat(Enumerable.Range(0, 20).Select(x => 1 + (((y % 4) + (x * 3)) % 9)))));
        Assert.All(RegionSizes(Clean(LabelMaps.Draw(board), new LabelCleanupOptions { MinimumRegionSize = 30 })), size => Assert.True(size >= 30));
        Assert.Single(RegionSizes(Clean(LabelMaps.Draw(board), new LabelCleanupOptions { MinimumRegionSize = 400 })));
    }

    [Fact]
    public void Classes_source_and_pixel_size_are_kept_and_the_input_is_not_changed()
    {
        var source = new ImageSource("/data/a.tif");
        var size = new PixelSize(3, 3, 3);
        var labels = new SegLabels(1, 4, new byte[] { 1, 2, 1, 1 }, LabelMaps.Classes(7, 9), LabelEncoding.Rgb, source, size);
        SegLabels result = Clean(labels, new LabelCleanupOptions { MinimumRegionSize = 2 });
        Assert.Equal([1, 1, 1, 1], result.Bytes.ToArray());
        Assert.Equal([1, 2, 1, 1], labels.Bytes.ToArray());
        Assert.Equal((source, size, LabelEncoding.Rgb), (result.Source, result.PixelSize, result.Encoding));
        Assert.Equal(labels.Classes, result.Classes);
    }

    [Theory]
    [InlineData(65, 0, 1)]
    [InlineData(-1, 0, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 1, 4)]
    [InlineData(1, 1, 0)]
    public void Wrong_options_are_refused(int radius, int size, int index)
    {
        var cleanup = new LabelCleanupOptions { MajorityRadius = radius, MinimumRegionSize = size, ClassIndices = [index] };
        Assert.Equal("InvalidCleanupOptions", Assert.Throws<SegException>(() => Clean(LabelMaps.Draw("123"), cleanup)).Id);
    }

    private static SegLabels Clean(SegLabels labels, LabelCleanupOptions cleanup) => LabelCleanup.Apply(labels, cleanup, RunOptions.Default);

    private static string Text(string picture, LabelCleanupOptions cleanup) => LabelMaps.Text(Clean(LabelMaps.Draw(picture), cleanup));

    private static SegLabels Dense(SegLabels labels)
        => new(labels.Height, labels.Width, [.. labels.Bytes.ToArray().Select(b => Math.Max((byte)1, b))], labels.Classes);

    // 8-connected regions by flood fill.
    private static List<int> RegionSizes(SegLabels labels)
    {
        var seen = new bool[labels.Height, labels.Width];
        var sizes = new List<int>();
        for (int y = 0; y < labels.Height; y++)
        {
            for (int x = 0; x < labels.Width; x++)
            {
                int size = Fill(y, x, labels[y, x]);
                if (size > 0)
                {
                    sizes.Add(size);
                }
            }
        }

        return sizes;

        int Fill(int startY, int startX, int label)
        {
            var open = new Stack<(int Y, int X)>([(startY, startX)]);
            int size = 0;
            while (open.TryPop(out (int Y, int X) at))
            {
                if (at.Y < 0 || at.X < 0 || at.Y >= labels.Height || at.X >= labels.Width || seen[at.Y, at.X] || labels[at.Y, at.X] != label)
                {
                    continue;
                }

                seen[at.Y, at.X] = true;
                size++;
                for (int n = 0; n < 9; n++)
                {
                    open.Push((at.Y + (n / 3) - 1, at.X + (n % 3) - 1));
                }
            }

            return size;
        }
    }
}
