using NDSeg.Images;
using Xunit;

namespace NDSeg.Core.Tests.Images;

public class SegLabelVolumeTests
{
    [Fact]
    public void Classes_of_slices_are_matched_by_value()
    {
        using SegLabelVolume volume = SegLabelVolume.Sparse(3, [(0, Map([1, 2], 1, 3)), (2, Map([2, 1], 1, 2))]);
        Assert.Equal([1L, 2, 3], volume.Classes.Select(c => c.Value));
        Assert.Equal(["class 1", "class 2", "class 3"], volume.Classes.Select(c => c.Name));
        Assert.Equal(3, volume.Classes.Select(c => c.Color).Distinct().Count());
        Assert.Equal(new byte[] { 1, 3 }, volume.ReadSlice(0).Bytes.ToArray());
        Assert.Equal(new byte[] { 0, 0 }, volume.ReadSlice(1).Bytes.ToArray());
        Assert.Equal(new byte[] { 2, 1 }, volume.ReadSlice(2).Bytes.ToArray());
        Assert.All([0, 2], z => Assert.Equal(3, volume.ReadSlice(z).ClassCount));
    }

    [Fact]
    public void Slices_of_the_same_classes_stay_as_they_are()
    {
        SegLabels map = Map([2, 1], 9, 4);
        using SegLabelVolume volume = SegLabelVolume.FromSlices([map, map]);
        Assert.Equal([9L, 4], volume.Classes.Select(c => c.Value));
        Assert.Equal(map.Bytes.ToArray(), volume.ReadSlice(1).Bytes.ToArray());
    }

    [Fact]
    public void More_classes_than_a_byte_holds_are_numbered_in_words()
    {
        SegLabels low = Map([200, 0], [.. Enumerable.Range(1, 200).Select(v => (long)v)]);
        SegLabels high = Map([1, 200], [.. Enumerable.Range(101, 200).Select(v => (long)v)]);
        using SegLabelVolume volume = SegLabelVolume.FromSlices([low, high]);
        Assert.Equal(300, volume.ClassCount);
        Assert.Equal(new ushort[] { 200, 0 }, volume.ReadSlice(0).Words.ToArray());
        Assert.Equal(new ushort[] { 101, 300 }, volume.ReadSlice(1).Words.ToArray());
    }

    [Fact]
    public void Colours_do_not_go_with_integers_and_other_values_are_no_slice()
    {
        SegLabels integers = Map([1, 1], 5);
        var colours = new SegLabels(1, 2, new byte[2], integers.Classes, LabelEncoding.Rgb);
        Assert.Equal("ClassMismatch", Assert.Throws<SegException>(() => SegLabelVolume.FromSlices([integers, colours])).Id);
        using var volume = new SegLabelVolume(1, 1, 2, integers.Classes, _ => Map([1, 1], 6));
        SegException failure = Assert.Throws<SegException>(() => volume.ReadSlice(0));
        Assert.Equal("SliceShapeMismatch", failure.Id);
        Assert.Contains("(values 5), found 1 x 2 with 1 (values 6)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_were_given_stay_with_their_values()
    {
        SegClassList merged = SegClassList.Merged([[new(1, 4, "Pore", new RgbColor(1, 2, 3)), new(2, 9, "class 2", ClassPalette.OfClass(1))], [new(1, 2, "Solid", default), new(2, 4, "Hole", default)]]);
        Assert.Equal("2 Solid, 4 Pore, 9 class 2", merged.ToString());
        Assert.Equal(ClassPalette.OfClass(1), merged[2].Color);
    }

    private static SegLabels Map(byte[] indices, params long[] values)
        => new(1, indices.Length, indices, [.. values.Select((v, i) => new SegClass(i + 1, v, SegClassList.NameOf(i + 1), ClassPalette.OfClass(i)))]);
}
