using Xunit;

namespace NDSeg.Hdf5.Tests;

/// <summary>What h5py wrote against what the reader finds.</summary>
public class Hdf5FileTests
{
    [Theory]
    [InlineData("single")]
    [InlineData("single_gzip")]
    [InlineData("implicit")]
    [InlineData("fixed")]
    [InlineData("fixed_gzip")]
    [InlineData("fixed_paged")]
    [InlineData("extensible")]
    [InlineData("extensible_second")]
    [InlineData("extensible_long")]
    [InlineData("tree")]
    [InlineData("tree_gzip")]
    [InlineData("lzf")]
    [InlineData("deep")]
    public void Every_chunk_index_is_read(string name)
    {
        using Hdf5File file = Hdf5File.Open(Hdf5Fixture.PathOf("chunks_latest.h5"));
        Hdf5Dataset dataset = file.Find(name)!;
        Assert.Equal(Hdf5Fixture.Counting(dataset.Lengths.Aggregate(1L, (a, b) => a * b)), Hdf5Fixture.ReadAll(dataset));
    }

    [Theory]
    [InlineData("kinds.h5", "big_endian")]
    [InlineData("kinds.h5", "committed")]
    [InlineData("kinds.h5", "soft")]
    [InlineData("kinds.h5", "long")]
    [InlineData("kinds.h5", "/dense/member_with_a_long_name_31/inner/")]
    [InlineData("old_groups.h5", "g17/inner")]
    public void Every_kind_of_group_and_link_is_followed(string path, string name)
    {
        using Hdf5File file = Hdf5File.Open(Hdf5Fixture.PathOf(path));
        Hdf5Dataset dataset = file.Find(name)!;
        Assert.Equal(Hdf5Fixture.Counting(dataset.Lengths.Aggregate(1L, (a, b) => a * b)), Hdf5Fixture.ReadAll(dataset));
    }

    [Fact]
    public void A_box_is_cut_out_of_chunks_of_several_axes()
    {
        using Hdf5File file = Hdf5File.Open(Hdf5Fixture.PathOf("chunks_latest.h5"));
        Hdf5Dataset dataset = file.Find("deep")!;
        dataset.Prepare();
        long[] found = Hdf5Fixture.Integers(dataset.Type, dataset.Read([4, 7, 3], [3, 10, 12]));
        long[] expected = [.. from z in Enumerable.Range(4, 3) from y in Enumerable.Range(7, 10) from x in Enumerable.Range(3, 12) select (((z * 20L) + y) * 15 + x) * 7 % 251];
        Assert.Equal(expected, found);
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Read([4, 7, 3], [9, 1, 1]));
        Assert.Empty(dataset.Read([0, 0, 0], [0, 1, 1]));
    }

    [Fact]
    public void Types_are_told_apart()
    {
        using Hdf5File file = Hdf5File.Open(Hdf5Fixture.PathOf("kinds.h5"));
        Assert.Equal(Hdf5ElementKind.Boolean, file.Find("boolean")!.Type.Kind);
        Assert.True(file.Find("big_endian")!.Type is { Kind: Hdf5ElementKind.SignedInteger, Size: 2, IsBigEndian: true, Name: "Int16" });
        Assert.True(file.Find("complex")!.Type is { Kind: Hdf5ElementKind.Other, Name: "Compound", IsNumeric: false });
        Assert.Equal(Hdf5ElementKind.VariableText, file.Find("text")!.Type.Kind);
        Assert.Null(file.Find("absent"));
    }

    [Fact]
    public void Datasets_are_listed_in_the_order_of_names()
    {
        using Hdf5File file = Hdf5File.Open(Hdf5Fixture.PathOf("kinds.h5"));
        string[] names = [.. file.Datasets().Select(d => d.Name)];
        Assert.Contains("dense/member_with_a_long_name_31/inner", names);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Theory]
    [InlineData("scaled", "scale-offset")]
    public void What_is_not_read_is_named_with_a_remedy(string name, string named)
    {
        using Hdf5File file = Hdf5File.Open(Hdf5Fixture.PathOf("kinds.h5"));
        Hdf5Exception error = Assert.Throws<Hdf5Exception>(() => file.Find(name)!.Prepare());
        Assert.Equal(Hdf5ErrorKind.Unsupported, error.Kind);
        Assert.Contains(named, error.Detail, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void A_link_into_a_file_that_is_not_there_names_it()
    {
        using Hdf5File file = Hdf5File.Open(Hdf5Fixture.PathOf("kinds.h5"));
        Hdf5Exception error = Assert.Throws<Hdf5Exception>(() => file.Find("outside"));
        Assert.Equal(Hdf5ErrorKind.Missing, error.Kind);
        Assert.Contains("'other.h5', which 'outside' links to", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_virtual_dataset_without_its_sources_has_the_fill_value()
    {
        using Hdf5File file = Hdf5File.Open(Hdf5Fixture.PathOf("kinds.h5"));
        Assert.Equal(new long[20], Hdf5Fixture.ReadAll(file.Find("virtual")!));
        Assert.Equal(["other.h5"], file.MissingFiles);
    }
}
