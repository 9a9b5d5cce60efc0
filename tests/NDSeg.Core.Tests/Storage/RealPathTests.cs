using NDSeg.Storage;
using Xunit;

namespace NDSeg.Core.Tests.Storage;

/// <summary>Where paths lead.</summary>
public sealed class RealPathTests : IDisposable
{
    private readonly string folder = RealPath.Of(Directory.CreateTempSubdirectory("ndseg-real-").FullName);

    [Fact]
    public void Paths_without_links_are_full_paths_whether_there_is_a_file_or_not()
    {
        string file = Path.Combine(folder, "a.tif");
        Assert.Equal(file, RealPath.Of(Path.Combine(folder, "b", "..", "a.tif")));
        Assert.Equal(folder, RealPath.Of(folder + Path.DirectorySeparatorChar));
        Assert.True(RealPath.IsInside(file, folder));
        Assert.False(RealPath.IsInside(folder + "b", folder));
        Assert.False(RealPath.IsInside(folder, folder));
    }

    [Fact]
    public void Links_to_files_and_folders_are_followed_and_circles_end()
    {
        if (OperatingSystem.IsWindows())
        {
            // Links need a privilege there.
            return;
        }

        string At(string name) => Path.Combine(folder, name);
        Directory.CreateDirectory(At("real"));
        Directory.CreateSymbolicLink(At("linked"), "real");
        File.CreateSymbolicLink(At("one.tif"), Path.Combine("linked", "two.tif"));
        Assert.Equal(Path.Combine(folder, "real", "two.tif"), RealPath.Of(At("one.tif")));
        Assert.True(RealPath.IsSame(Path.Combine(At("linked"), "new.tif"), Path.Combine(At("real"), "new.tif")));
        Assert.False(RealPath.IsSame(At("one.tif"), At("two.tif")));
        File.CreateSymbolicLink(At("x"), At("y"));
        File.CreateSymbolicLink(At("y"), At("x"));
        Assert.StartsWith(folder, RealPath.Of(At("x")), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
