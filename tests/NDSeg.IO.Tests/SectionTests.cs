using NDSeg.Images;
using NDSeg.IO.Figures;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Sections of volumes: which voxels stand where.</summary>
public class SectionTests
{
    private const int Depth = 3;
    private const int Height = 4;
    private const int Width = 5;

    [Fact]
    public void Sections_hold_the_voxels_of_their_planes()
    {
        var builder = new SectionBuilder(Depth, Height, Width, new SectionPoint(1, 2, 3));
        foreach (int z in (int[])[2, 0, 1])
        {
            builder.Add(z, SegImage.FromBytes(Height, Width, [.. Enumerable.Range(0, Height * Width).Select(i => Value(z, i / Width, i % Width))]));
        }

        SectionsPanel panel = builder.Build(new SectionStyle());
        SegImage slice = Assert.IsType<ImagePanel>(panel.Slice).Image;
        SegImage below = Assert.IsType<ImagePanel>(panel.Below).Image;
        SegImage right = Assert.IsType<ImagePanel>(panel.Right).Image;
        Assert.Equal(("4 x 5", "3 x 5", "4 x 3"), (slice.Shape, below.Shape, right.Shape));
        Assert.All(Enumerable.Range(0, Height * Width), i => Assert.Equal(Value(1, i / Width, i % Width), slice[0, i / Width, i % Width]));
        Assert.All(Enumerable.Range(0, Depth * Width), i => Assert.Equal(Value(i / Width, 2, i % Width), below[0, i / Width, i % Width]));
        Assert.All(Enumerable.Range(0, Height * Depth), i => Assert.Equal(Value(i % Depth, i / Depth, 3), right[0, i / Depth, i % Depth]));

        // One range of grey values for all three.
        Assert.Equal((new SectionPoint(1, 2, 3), (double?)5, (double?)220), (panel.Point, ((ImagePanel)panel.Slice).Minimum, ((ImagePanel)panel.Slice).Maximum));
        Assert.Equal((((ImagePanel)panel.Slice).Minimum, ((ImagePanel)panel.Slice).Maximum), (((ImagePanel)panel.Right).Minimum, ((ImagePanel)panel.Right).Maximum));
    }

    [Fact]
    public void Labels_are_counted_in_all_slices_and_keep_their_classes()
    {
        SegClass[] classes = [new(1, 7, "a", new RgbColor(1, 2, 3)), new(2, 9, "b", new RgbColor(4, 5, 6))];
        var builder = new SectionBuilder(Depth, Height, Width) { VoxelSize = new VoxelSize(2, 1, 1, "mm") };
        for (int z = 0; z < Depth; z++)
        {
            builder.Add(z, new SegLabels(Height, Width, [.. Enumerable.Repeat((byte)z, Height * Width)], classes));
        }

        SectionsPanel panel = builder.Build(new SectionStyle { Legend = true }, c => c.Index == 2 ? new RgbColor(200, 0, 0) : c.Color);
        Assert.Equal([20L, 20L, 20L], panel.Counts);
        Assert.Equal([new RgbColor(1, 2, 3), new RgbColor(200, 0, 0)], panel.Classes.Select(c => c.Color));
        SegLabels below = Assert.IsType<LabelPanel>(panel.Below).Labels;
        Assert.Equal([0, 1, 2], Enumerable.Range(0, Depth).Select(z => below[z, 0]));
        Assert.True(panel.Legend);
    }

    [Fact]
    public void Points_and_slices_outside_are_errors()
    {
        Assert.Equal("InvalidFigure", Assert.Throws<SegException>(() => new SectionBuilder(Depth, Height, Width, new SectionPoint(3, 0, 0))).Id);
        var builder = new SectionBuilder(Depth, Height, Width);
        Assert.Equal("InvalidFigure", Assert.Throws<SegException>(() => builder.Add(3, SegImage.FromBytes(Height, Width, new byte[20]))).Id);
        Assert.Equal("InvalidFigure", Assert.Throws<SegException>(() => builder.Add(0, SegImage.FromBytes(Width, Height, new byte[20]))).Id);
        Assert.Equal("InvalidFigure", Assert.Throws<SegException>(() => builder.Add(0, SegImage.FromBytes(Height, Width, new byte[20]), channel: 1)).Id);
        Assert.Equal("InvalidFigure", Assert.Throws<SegException>(() => builder.Build(new SectionStyle())).Id);
    }

    private static byte Value(int z, int y, int x) => (byte)((100 * z) + (10 * y / 2) + x + 2);
}
