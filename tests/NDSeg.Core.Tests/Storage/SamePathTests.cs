using NDSeg.Storage;
using Xunit;

namespace NDSeg.Core.Tests.Storage;

/// <summary>One place by several names.</summary>
public sealed class SamePathTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ndseg-same-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("a.zarr", "a.zarr/", true)]
    [InlineData("a.zarr", "./b/../a.zarr", true)]
    [InlineData("a.zarr", "a.zarr2", false)]
    [InlineData("a.zarr", "b/a.zarr", false)]
    public void Spelling_makes_no_difference(string first, string second, bool expected)
    {
        Assert.Equal(expected, SamePath.Is(At(first), At(second)));
        Assert.Equal(expected, SamePath.Is(At(second), At(first)));
        Assert.Equal(expected, SamePath.IsIn(At(first), At(second)));
    }

    [Fact]
    public void Case_makes_a_difference_where_disks_mind_it()
        => Assert.Equal(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), SamePath.Is(At("A.tif"), At("a.TIF")));

    [Fact]
    public void What_is_below_a_folder_is_in_it()
    {
        Assert.True(SamePath.IsIn(At("a.zarr/labels/x"), At("a.zarr/")));
        Assert.False(SamePath.IsIn(At("a.zarr"), At("a.zarr/labels/x")));
        Assert.False(SamePath.IsIn(At("a.zarr.partial/x"), At("a.zarr")));
        Assert.True(SamePath.IsIn(At("x"), Path.GetPathRoot(folder)!));
    }

    [Fact]
    public void Links_are_followed_wherever_they_stand()
    {
        if (OperatingSystem.IsWindows())
        {
            // Making links needs rights there.
            return;
        }

        Directory.CreateDirectory(At("data/deep"));
        File.WriteAllText(At("data/deep/a.tif"), "a");
        Directory.CreateSymbolicLink(At("absolute"), At("data"));
        Directory.CreateSymbolicLink(At("data/relative"), "deep");
        File.CreateSymbolicLink(At("b.tif"), "absolute/relative/a.tif");
        File.CreateSymbolicLink(At("gone"), "nowhere/at/all");
        foreach (string name in (string[])["absolute/deep/a.tif", "absolute/relative/a.tif", "data/relative/../deep/a.tif", "b.tif"])
        {
            Assert.True(SamePath.Is(At(name), At("data/deep/a.tif")), name);
        }

        Assert.True(SamePath.IsIn(At("b.tif"), At("absolute")));
        Assert.True(SamePath.Is(At("gone"), At("nowhere/at/all/")));

        // One that leads to itself has an end.
        File.CreateSymbolicLink(At("loop"), "loop");
        Assert.False(SamePath.Is(At("loop/x"), At("data")));
    }

    private string At(string name) => Path.Combine(folder, name);
}
