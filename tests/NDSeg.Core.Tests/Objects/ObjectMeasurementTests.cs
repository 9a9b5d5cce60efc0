using NDSeg.Images;
using NDSeg.Objects;
using Xunit;

namespace NDSeg.Core.Tests.Objects;

/// <summary>
/// Connected components against scipy.ndimage.label (1.10.1) (structures generate_binary_structure(2, 1), (2, 2), (3, 1), (3, 2), (3, 3)) on
/// noise that both sides draw with the same generator, and against small maps that can be counted by eye.
/// </summary>
public class ObjectMeasurementTests
{
    private static readonly SegClass[] Classes = [new(1, 10, "a", default), new(2, 20, "b", default)];

    [Theory]
    [InlineData(ObjectConnectivity.Face, 539, 19, 11.263157894736842, 23.210526315789473)]
    [InlineData(ObjectConnectivity.Full, 181, 90, 7.688888888888889, 26.022222222222222)]
    public void Noise_has_the_objects_that_scipy_finds(ObjectConnectivity connectivity, int count, int largest, double x, double y)
    {
        IReadOnlyList<SegObject> objects = Measure(connectivity, Map(40, 50, Noise(40 * 50, 7)));
        Assert.Equal(count, objects.Count);
        SegObject top = objects.MaxBy(o => o.Pixels)!;
        Assert.Equal(largest, top.Pixels);
        Assert.Equal(x, top.CentroidX, 12);
        Assert.Equal(y, top.CentroidY, 12);
        Assert.Null(top.CentroidZ);
    }

    [Theory]
    [InlineData(ObjectConnectivity.Face, 699, 103, 432, 5.418981481481482, 12.337962962962964, 5.791666666666667)]
    [InlineData(ObjectConnectivity.Edge, 23, 2, 2018, 11.901883052527255, 9.550049554013874, 5.551040634291377)]
    [InlineData(ObjectConnectivity.Full, 6, 2, 2033, 11.888342351205116, 9.555828824397443, 5.549926217412691)]
    public void Noise_volumes_have_the_objects_that_scipy_finds(ObjectConnectivity connectivity, int count, int ofFive, int largest, double x, double y, double z)
    {
        byte[] noise = Noise(12 * 20 * 25, 11);
        SegLabels[] slices = [.. Enumerable.Range(0, 12).Select(s => Map(20, 25, noise[(s * 500)..((s + 1) * 500)], s))];
        IReadOnlyList<SegObject> objects = Measure(connectivity, slices);
        Assert.Equal(count, objects.Count);
        Assert.Equal(ofFive, Measure(new ObjectOptions { Connectivity = connectivity, MinimumPixels = 5 }, slices).Count);
        SegObject top = objects.MaxBy(o => o.Pixels)!;
        Assert.Equal(largest, top.Pixels);
        Assert.Equal(x, top.CentroidX, 12);
        Assert.Equal(y, top.CentroidY, 12);
        Assert.Equal(z, top.CentroidZ!.Value, 12);
    }

    [Fact]
    public void Boxes_diameters_and_borders_can_be_counted_by_eye()
    {
        SegLabels labels = Map(5, 6, [
            1, 0, 0, 0, 0, 0,
            0, 0, 2, 2, 0, 0,
            0, 0, 2, 0, 0, 0,
            0, 0, 0, 0, 1, 0,
            0, 0, 0, 0, 0, 0]);
        IReadOnlyList<SegObject> objects = Measure(ObjectConnectivity.Face, labels);
        Assert.Equal([1, 2, 3], objects.Select(o => o.Id));
        Assert.Equal(["a", "b", "a"], objects.Select(o => o.Class));
        Assert.Equal([true, false, false], objects.Select(o => o.TouchesBorder));
        SegObject l = objects[1];
        Assert.Equal((1, 3, 2, 4), (l.FirstRow, l.EndRow, l.FirstColumn, l.EndColumn));
        Assert.Equal(3, l.Pixels);
        Assert.Equal(Math.Sqrt(12 / Math.PI), l.DiameterPixels, 14);
        Assert.Null(l.Size);
        Assert.Null(l.FirstSlice);
    }

    [Fact]
    public void Parts_that_meet_late_are_one_object()
    {
        // A comb open to the left and a spiral: every tooth is a part of its own until the spine is reached.
        SegLabels comb = Map(5, 5, [1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
        SegObject one = Assert.Single(Measure(ObjectConnectivity.Face, comb));
        Assert.Equal(17, one.Pixels);
        Assert.Equal((0, 5, 0, 5), (one.FirstRow, one.EndRow, one.FirstColumn, one.EndColumn));
    }

    [Fact]
    public void Sizes_have_units_where_the_file_gives_them()
    {
        // 2 pixels per unit along x, 4 along y, slices 3 apart.
        var size = new PixelSize(2, 4, 1, "ImageJ=1.54\nunit=micron\nspacing=3\n");
        SegObject flat = Assert.Single(Measure(ObjectConnectivity.Full, Map(2, 2, [1, 1, 1, 1], pixelSize: size)));
        Assert.Equal((0.5, "µm²", "µm"), (flat.Size!.Value, flat.SizeUnit, flat.LengthUnit));
        Assert.Equal(Math.Sqrt(4 * 0.5 / Math.PI), flat.Diameter!.Value, 14);

        SegLabels[] slices = [.. Enumerable.Range(0, 2).Select(z => Map(2, 2, [1, 1, 1, 1], z, size))];
        SegObject solid = Assert.Single(Measure(ObjectConnectivity.Full, slices));
        Assert.Equal((3.0, "µm³"), (solid.Size!.Value, solid.SizeUnit));
        Assert.Equal(Math.Cbrt(6 * 3 / Math.PI), solid.Diameter!.Value, 14);
        Assert.Equal(6.0, Assert.Single(Measure(new ObjectOptions { SliceDistance = 6 }, slices)).Size);

        SegLabels[] unknown = [.. Enumerable.Range(0, 2).Select(z => Map(2, 2, [1, 1, 1, 1], z, size with { Description = null, Unit = 3 }))];
        Assert.Null(Assert.Single(Measure(ObjectConnectivity.Full, unknown)).Size);
    }

    [Fact]
    public void Missing_slices_keep_objects_apart()
    {
        SegLabels[] slices = [Map(1, 1, [1], 3), Map(1, 1, [1], 4), Map(1, 1, [1], 6)];
        IReadOnlyList<SegObject> objects = Measure(ObjectConnectivity.Full, slices);
        Assert.Equal([(3, 5), (6, 7)], objects.Select(o => (o.FirstSlice!.Value, o.EndSlice!.Value)));
    }

    [Fact]
    public void Only_slices_of_one_volume_are_added()
    {
        var measurement = new ObjectMeasurement();
        measurement.Add(Map(1, 2, [1, 2], 0));
        SegException failure = Assert.Throws<SegException>(() => measurement.Add(Map(2, 1, [1, 2], 1)));
        Assert.Equal("SliceMismatch", failure.Id);
    }

    [Theory]
    [InlineData(ObjectConnectivity.Face)]
    [InlineData(ObjectConnectivity.Full)]
    public void Object_maps_have_the_numbers_of_the_table(ObjectConnectivity connectivity)
    {
        var options = new ObjectOptions { Connectivity = connectivity, MinimumPixels = 3 };
        SegLabels labels = Map(40, 50, Noise(40 * 50, 7));
        IReadOnlyList<SegObject> objects = Measure(options, labels);
        SegLabels map = ObjectMap.Of(labels, options);
        long[] counts = map.CountPixels();
        Assert.Equal(objects.Select(o => o.Pixels), counts[1..]);
        foreach (SegObject one in objects)
        {
            Assert.Equal(one.Id, map[one.FirstRow, one.StartColumn]);
            Assert.Equal(one.Value, labels.Classes[labels[one.FirstRow, one.StartColumn] - 1].Value);
        }
    }

    [Fact]
    public void Wide_labels_give_the_same_objects()
    {
        SegClass[] many = [.. Enumerable.Range(1, 300).Select(i => new SegClass(i, i, $"class {i}", default))];
        var labels = new SegLabels(1, 4, new ushort[] { 300, 300, 1, 0 }, many);
        Assert.Equal([("class 300", 2L), ("class 1", 1L)], Measure(ObjectConnectivity.Full, labels).Select(o => (o.Class, o.Pixels)));
        Assert.Equal(["class 1"], Measure(new ObjectOptions { ClassIndices = [1] }, labels).Select(o => o.Class));
    }

    private static IReadOnlyList<SegObject> Measure(ObjectConnectivity connectivity, params SegLabels[] slices)
        => Measure(new ObjectOptions { Connectivity = connectivity }, slices);

    private static IReadOnlyList<SegObject> Measure(ObjectOptions options, params SegLabels[] slices)
    {
        var measurement = new ObjectMeasurement(options);
        foreach (SegLabels slice in slices)
        {
            measurement.Add(slice);
        }

        return measurement.Complete();
    }

    private static SegLabels Map(int height, int width, byte[] indices, int? slice = null, PixelSize? pixelSize = null)
        => new(height, width, indices, Classes, source: new ImageSource("v.tif", SliceIndex: slice), pixelSize: pixelSize);

    // The generator of the C standard's example, so that a script in any language draws the same.
    private static byte[] Noise(int count, uint seed)
    {
        var noise = new byte[count];
        uint state = seed;
        for (int i = 0; i < count; i++)
        {
            state = ((state * 1103515245) + 12345) & 0x7fffffff;
            noise[i] = (byte)((state >> 16) % 3);
        }

        return noise;
    }
}
