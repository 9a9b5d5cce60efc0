using NDSeg.Storage;
using Xunit;

namespace NDSeg.Core.Tests.Storage;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ndseg-folder-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_is_complete_or_absent()
    {
        Write("a", "first");
        Assert.Equal(["a"], Names());
        Assert.Throws<InvalidOperationException>(() => AtomicFolder.Write(At("a"), overwrite: true, IsOurs, path =>
        {
            File.WriteAllText(Path.Combine(path, "half"), string.Empty);
            throw new InvalidOperationException();
        }));
        Assert.Equal(["a"], Names());
        Assert.Equal("first", File.ReadAllText(Path.Combine(At("a"), "ours")));
        Write("a", "second", overwrite: true);
        Assert.Equal(["a"], Names());
        Assert.Equal("second", File.ReadAllText(Path.Combine(At("a"), "ours")));
    }

    [Fact]
    public void What_must_not_be_replaced_stays()
    {
        Write("a", "first");
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => Write("a", "second")).Id);
        Directory.CreateDirectory(At("foreign"));
        File.WriteAllText(Path.Combine(At("foreign"), "data"), "mine");
        Assert.Equal("TargetNotOurs", Assert.Throws<SegException>(() => Write("foreign", "x", overwrite: true)).Id);
        File.WriteAllText(At("file"), "mine");
        Assert.Equal("TargetNotWritable", Assert.Throws<SegException>(() => Write("file", "x", overwrite: true)).Id);
        Assert.Equal("TargetNotWritable", Assert.Throws<SegException>(() => Write("no/where", "x")).Id);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(At("foreign"), "data")));
        Assert.Equal(["a", "file", "foreign"], Names());
    }

    [Fact]
    public void A_run_that_died_between_two_names_is_put_right()
    {
        Write("a", "old");
        Directory.Move(At("a"), At("a.replaced"));
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => Write("a", "new")).Id);
        Assert.Equal("old", File.ReadAllText(Path.Combine(At("a"), "ours")));

        // It had come one step further: the new folder is there and the old one goes.
        Write("b", "old");
        Directory.Move(At("b"), At("a.replaced"));
        Write("a", "new", overwrite: true);
        Assert.Equal(["a"], Names());

        // It died while it deleted the old one.
        Directory.CreateDirectory(At(TemporaryFile.NewName() + ".d"));
        Write("a", "new", overwrite: true);
        Assert.Equal(["a"], Names());

        // What only has the name is nobody's remainder.
        Directory.CreateDirectory(At("a.replaced"));
        Assert.Equal("TargetNotWritable", Assert.Throws<SegException>(() => Write("a", "newer", overwrite: true)).Id);
        Assert.Equal(["a", "a.replaced"], Names());
        Assert.Equal("new", File.ReadAllText(Path.Combine(At("a"), "ours")));
    }

    [Fact]
    public void A_remainder_that_nobody_holds_is_swept_and_nothing_else()
    {
        string left = At(TemporaryFile.NewName() + ".d");
        Directory.CreateDirectory(left);
        Directory.CreateDirectory(At(".ndseg-notes.tmp.d"));
        AtomicFolder.Write(At("outer"), overwrite: false, IsOurs, path =>
        {
            File.WriteAllText(Path.Combine(path, "ours"), string.Empty);
            Write("inner", "x");
        });
        Assert.Equal([".ndseg-notes.tmp.d", "inner", "outer"], Names());
    }

    [Fact]
    public void A_folder_has_the_hash_of_its_names_and_files()
    {
        Write("a", "text");
        Write("b", "text");
        Assert.Equal(Hash("a"), Hash("b"));
        Directory.CreateDirectory(Path.Combine(At("b"), "c"));
        File.WriteAllText(Path.Combine(At("b"), "c", "d"), "more");
        string more = Hash("b");
        Assert.NotEqual(Hash("a"), more);
        Assert.Equal(Hash("a"), new FolderContent(At("b"), ["ours"]).Sha256());
        File.Move(Path.Combine(At("b"), "c", "d"), Path.Combine(At("b"), "c", "e"));
        Assert.NotEqual(more, Hash("b"));
        File.CreateSymbolicLink(Path.Combine(At("a"), "link"), At("b"));
        Assert.Equal(Hash("a"), new FolderContent(At("b"), ["ours"]).Sha256());
    }

    private static bool IsOurs(string path) => File.Exists(Path.Combine(path, "ours"));

    private string At(string name) => Path.Combine(folder, name);

    private void Write(string name, string text, bool overwrite = false)
        => AtomicFolder.Write(At(name), overwrite, IsOurs, path => File.WriteAllText(Path.Combine(path, "ours"), text));

    private string Hash(string name) => FileFingerprint.OfInput(At(name), "image").Sha256;

    private IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(folder).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal);
}
