using NDSeg.Images;
using NDSeg.Objects;
using Xunit;

namespace NDSeg.Core.Tests.Objects;

/// <summary>Object volumes: the numbers of the table in every slice, in two passes that hold two slices.</summary>
public class ObjectVolumeTests
{
    private static readonly SegClass[] Classes = [new(1, 10, "a", default), new(2, 20, "b", default)];

    [Theory]
    [InlineData(ObjectConnectivity.Face, 1)]
    [InlineData(ObjectConnectivity.Edge, 1)]
    [InlineData(ObjectConnectivity.Full, 1)]
    [InlineData(ObjectConnectivity.Face, 4)]
    public void Numbers_are_those_of_the_table(ObjectConnectivity connectivity, long minimum)
    {
        var options = new ObjectOptions { Connectivity = connectivity, MinimumPixels = minimum };
        SegLabels[] slices = Slices(9, 14, 17, seed: 5);
        using SegLabelVolume volume = SegLabelVolume.FromSlices(slices, new VoxelSize(2, 1, 1, "um"));
        IReadOnlyList<SegObject> objects = Measure(options, slices);
        using SegLabelVolume map = ObjectMap.Of(volume, options, RunOptions.Default);
        Assert.Equal(objects.Count, map.ClassCount);
        Assert.Equal(objects.Select(o => $"{o.Class} #{o.Id}"), map.Classes.Select(c => c.Name));
        Assert.Equal(new VoxelSize(2, 1, 1, "um"), map.VoxelSize);
        var counts = new long[objects.Count + 1];
        foreach (int z in (int[])[8, 0, 1, 2, 3, 4, 5, 6, 7])
        {
            // Slices come in any order.
            SegLabels slice = map.ReadSlice(z);
            for (int i = 0; i < 14 * 17; i++)
            {
                int id = slice.At(i);
                counts[id]++;
                if (id > 0)
                {
                    SegObject one = objects[id - 1];
                    Assert.Equal(one.Value, Classes[slices[z].At(i) - 1].Value);
                    Assert.InRange(z, one.FirstSlice!.Value, one.EndSlice!.Value - 1);
                    Assert.InRange(i / 17, one.FirstRow, one.EndRow - 1);
                    Assert.InRange(i % 17, one.FirstColumn, one.EndColumn - 1);
                }
            }
        }

        Assert.Equal(objects.Select(o => o.Pixels), counts[1..]);
    }

    [Fact]
    public void Classes_that_are_not_wanted_have_no_number()
    {
        var options = new ObjectOptions { ClassIndices = [2] };
        using SegLabelVolume volume = SegLabelVolume.FromSlices(Slices(4, 8, 8, seed: 2));
        using SegLabelVolume map = ObjectMap.Of(volume, options, RunOptions.Default);
        Assert.All(map.Classes, c => Assert.StartsWith("b #", c.Name, StringComparison.Ordinal));
        Assert.Equal(Measure(options, [.. Enumerable.Range(0, 4).Select(volume.ReadSlice)]).Count, map.ClassCount);
    }

    [Fact]
    public void Voxels_have_the_volume_that_was_given()
    {
        SegLabels[] slices = [Map(1, 1, [1], 0), Map(1, 1, [1], 1)];
        SegObject one = Assert.Single(Measure(new ObjectOptions { VoxelSize = new VoxelSize(2.5, 0.5, 0.4, "µm") }, slices));
        Assert.Equal(1, one.Size!.Value, 12);
        Assert.Equal(("µm³", "µm"), (one.SizeUnit, one.LengthUnit));
        Assert.Equal(Math.Cbrt(6 / Math.PI), one.Diameter!.Value, 12);
        Assert.Null(Assert.Single(Measure(new ObjectOptions { VoxelSize = new VoxelSize(2.5, 1, 1) }, slices)).Size);
    }

    [Fact]
    public void Slices_of_a_volume_belong_together_wherever_they_came_from()
    {
        // Names of files say nothing, and neither do those of slices nobody painted: a blank one comes first and one lies between.
        SegLabels From(string path, byte[] indices) => new(1, 2, indices, Classes, source: new ImageSource(path));
        using SegLabelVolume files = SegLabelVolume.FromSlices([From("a.png", [0, 0]), From("b.png", [1, 0]), From("c.png", [1, 0]), From("d.png", [0, 0]), From("e.png", [1, 1])], new VoxelSize(4, 0.5, 0.5, "um"));
        IReadOnlyList<SegObject> objects = ObjectMeasurement.Measure(files, new ObjectOptions(), RunOptions.Default);
        Assert.Equal([(2L, 1, 3, 1.5), (2, 4, 5, 4)], objects.Select(o => (o.Pixels, o.FirstSlice!.Value, o.EndSlice!.Value, o.CentroidZ!.Value)));
        Assert.Equal([(2.0, "um\u00B3"), (2.0, "um\u00B3")], objects.Select(o => (o.Size!.Value, o.SizeUnit!)));
        using SegLabelVolume strokes = SegLabelVolume.Sparse(9, [(4, Map(3, 3, [0, 0, 0, 0, 1, 0, 0, 0, 0], 4)), (5, Map(3, 3, [0, 0, 0, 0, 1, 0, 0, 0, 0], 5))]);
        SegObject one = Assert.Single(ObjectMeasurement.Measure(strokes, new ObjectOptions(), RunOptions.Default));
        Assert.Equal((2L, 4, 6, 4.5, false), (one.Pixels, one.FirstSlice!.Value, one.EndSlice!.Value, one.CentroidZ!.Value, one.TouchesBorder));
    }

    [Fact]
    public void One_slice_has_areas_in_the_unit_of_its_volume()
    {
        SegLabels map = new(1, 2, [1, 1], Classes, source: new ImageSource("v.tif"), pixelSize: new VoxelSize(1, 1, 1, "mm").ToPixelSize());
        using SegLabelVolume volume = SegLabelVolume.FromSlices([map], new VoxelSize(2, 3, 0.5, "nm"));
        SegObject one = Assert.Single(ObjectMeasurement.Measure(volume, new ObjectOptions(), RunOptions.Default));
        Assert.Equal((3.0, "nm\u00B2", null), (one.Size, one.SizeUnit, one.CentroidZ));
    }

    [Fact]
    public void More_objects_than_labels_have_numbers_are_an_error()
    {
        // Every second pixel of every second row is an object.
        byte[] points = [.. Enumerable.Range(0, 600 * 600).Select(i => (byte)(i / 600 % 2 == 0 && i % 2 == 0 ? 1 : 0))];
        using SegLabelVolume volume = SegLabelVolume.FromSlices([Map(600, 600, points, 0), Map(600, 600, points, 1)]);
        SegException failure = Assert.Throws<SegException>(() => ObjectMap.Of(volume, new ObjectOptions(), RunOptions.Default));
        Assert.Equal("TooManyObjects", failure.Id);
    }

    [Fact]
    public void Thousands_of_objects_have_colours_of_their_own()
    {
        // Channels have 8 bits, so a few of many thousands fall together.
        Assert.InRange(Enumerable.Range(0, 20_000).Select(ClassPalette.OfClass).Distinct().Count(), 19_980, 20_000);
    }

    private static IReadOnlyList<SegObject> Measure(ObjectOptions options, IReadOnlyList<SegLabels> slices)
    {
        var measurement = new ObjectMeasurement(options);
        foreach (SegLabels slice in slices)
        {
            measurement.Add(slice);
        }

        return measurement.Complete();
    }

    private static SegLabels[] Slices(int depth, int height, int width, int seed)
    {
        var random = new Xoshiro256(seed);
        return [.. Enumerable.Range(0, depth).Select(z => Map(height, width, [.. Enumerable.Range(0, height * width).Select(_ => (byte)random.Next(3))], z))];
    }

    private static SegLabels Map(int height, int width, byte[] indices, int slice)
        => new(height, width, indices, Classes, source: new ImageSource("v.tif", SliceIndex: slice));
}
