using NDSeg.Torch.Native;
using Xunit;

namespace NDSeg.Torch.Tests;

public class ElfImageTests
{
    [Fact]
    public void Versions_of_a_crafted_library_are_read()
    {
        var image = new ElfImage(Library().Build());
        Assert.Equal(
            [("libm.so.6", "GLIBC_2.29"), ("libstdc++.so.6", "GLIBCXX_3.4.30"), ("libstdc++.so.6", "GLIBCXX_3.4.32")],
            image.VersionNeeds.Select(n => (n.Library, n.Version)));
        Assert.All(image.VersionNeeds, n => Assert.False(n.IsWeak));
        Assert.Equal(["libcrafted.so", "CRAFTED_1"], image.VersionDefinitions);
    }

    [Fact]
    public void Only_versions_that_relocations_use_are_reported_as_used()
    {
        ElfBuilder builder = Library();
        builder.SymbolVersions.AddRange([ElfBuilder.IndexOf(1), ElfBuilder.IndexOf(2)]);
        builder.Relocations.Add(1);
        var image = new ElfImage(builder.Build());
        Assert.True(image.IsRelocatedTo(image.VersionNeeds[1]));
        Assert.False(image.IsRelocatedTo(image.VersionNeeds[2]));
    }

    [Fact]
    public void Patch_changes_the_flag_of_the_missing_version_and_nothing_else()
    {
        byte[] library = Library().Build();
        byte[]? patched = StandardLibraryPatch.Create(library, Standard("GLIBCXX_3.4.30").Build());
        Assert.NotNull(patched);
        int changed = Assert.Single(Enumerable.Range(0, library.Length), i => library[i] != patched[i]);
        Assert.Equal(new ElfImage(library).VersionNeeds[2].FlagsOffset, changed);
        Assert.Equal(2, patched[changed]);
        Assert.Equal([false, false, true], new ElfImage(patched).VersionNeeds.Select(n => n.IsWeak));
    }

    [Fact]
    public void A_standard_library_that_is_new_enough_needs_no_patch()
        => Assert.Null(StandardLibraryPatch.Create(Library().Build(), Standard("GLIBCXX_3.4.30", "GLIBCXX_3.4.32").Build()));

    [Fact]
    public void A_missing_version_that_is_really_used_is_not_hidden()
    {
        ElfBuilder builder = Library();
        builder.SymbolVersions.Add(ElfBuilder.IndexOf(2));
        builder.Relocations.Add(1);
        Assert.Null(StandardLibraryPatch.Create(builder.Build(), Standard("GLIBCXX_3.4.30").Build()));
    }

    [Fact]
    public void Anything_but_a_whole_library_is_refused()
    {
        byte[] library = Library().Build();
        Assert.Throws<InvalidDataException>(() => new ElfImage([]));
        Assert.Throws<InvalidDataException>(() => new ElfImage(new byte[200]));
        Assert.Throws<InvalidDataException>(() => new ElfImage(library[..(library.Length / 2)]));
        byte[] pointsOutside = (byte[])library.Clone();
        pointsOutside[64 + (2 * 56) + 8 + 5] = 0x7f;
        Assert.Throws<InvalidDataException>(() => new ElfImage(pointsOutside));
    }

    [TorchFact]
    public void The_binding_asks_for_one_version_that_nothing_uses()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        byte[] binding = File.ReadAllBytes(TorchLibrary.Probe().BindingPath!);
        var image = new ElfImage(binding);
        ElfVersionNeed newest = Assert.Single(image.VersionNeeds, n => n.Version == "GLIBCXX_3.4.32");
        Assert.Equal("libstdc++.so.6", newest.Library);
        Assert.False(image.IsRelocatedTo(newest));
        Assert.True(image.IsRelocatedTo(Assert.Single(image.VersionNeeds, n => n.Version == "GLIBCXX_3.4.21")));
        byte[] patched = image.WithWeak([newest]);
        Assert.Equal(1, patched.Zip(binding, (a, b) => a == b ? 0 : 1).Sum());
        Assert.True(Assert.Single(new ElfImage(patched).VersionNeeds, n => n.Version == "GLIBCXX_3.4.32").IsWeak);
    }

    private static ElfBuilder Library()
    {
        var builder = new ElfBuilder();
        builder.Needs.Add(("libm.so.6", ["GLIBC_2.29"]));
        builder.Needs.Add(("libstdc++.so.6", ["GLIBCXX_3.4.30", "GLIBCXX_3.4.32"]));
        builder.Definitions.AddRange(["libcrafted.so", "CRAFTED_1"]);
        return builder;
    }

    private static ElfBuilder Standard(params string[] versions)
    {
        var builder = new ElfBuilder();
        builder.Definitions.AddRange(["libstdc++.so.6", .. versions]);
        return builder;
    }
}
