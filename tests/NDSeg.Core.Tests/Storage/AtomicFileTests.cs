using System.Diagnostics;
using NDSeg.Storage;
using Xunit;

namespace NDSeg.Core.Tests.Storage;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ndseg-atomic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_remainder_that_nobody_holds_is_swept_and_nothing_else()
    {
        string left = Left();
        string[] others = [".ndseg-notes.tmp", ".ndseg-.tmp", "ndseg-0123456789abcdef0123456789abcdef.tmp", ".other.tif.0123456789abcdef0123456789abcdef.tmp"];
        foreach (string other in others)
        {
            File.WriteAllText(Path.Combine(folder, other), "mine");
        }

        AtomicFile.Write(Path.Combine(folder, "a.bin"), overwrite: false, stream => stream.WriteByte(1));

        Assert.False(File.Exists(left));
        Assert.Equal(others.Append("a.bin").Order(StringComparer.Ordinal), Names());
    }

    [Fact]
    public void What_another_machine_may_hold_is_swept_only_when_it_is_old()
    {
        string[] left = [.. new[] { "0123456789ab", "0123456789ac" }.Select(system => Path.Combine(folder, TemporaryFile.NewName(system)))];
        foreach (string path in left)
        {
            Assert.True(TemporaryFile.IsName(Path.GetFileName(path)));
            File.WriteAllText(path, "half");
            Directory.CreateDirectory(Path.Combine(folder, TemporaryFile.NewName(RunningSystem.Mark) + ".d"));
            Directory.CreateDirectory(Path.Combine(folder, TemporaryFile.NewName(Path.GetFileName(path)[7..19]) + ".d"));
        }

        foreach (string path in Directory.GetFileSystemEntries(folder, $".ndseg-0123456789ac*"))
        {
            new DirectoryInfo(path).LastWriteTimeUtc = DateTime.UtcNow - TimeSpan.FromDays(7);
        }

        AtomicFolder.Write(Path.Combine(folder, "a"), overwrite: false, _ => false, _ => { });
        Assert.Equal(3, Names().Count());
        Assert.Equal(2, Names().Count(name => name.StartsWith(".ndseg-0123456789ab", StringComparison.Ordinal)));
        Assert.Equal(12, RunningSystem.Mark.Length);
    }

    [Fact]
    public void A_file_that_is_being_written_is_not_swept()
    {
        AtomicFile.Write(Path.Combine(folder, "outer.bin"), overwrite: false, outer =>
        {
            outer.WriteByte(7);
            AtomicFile.Write(Path.Combine(folder, "inner.bin"), overwrite: false, inner => inner.WriteByte(8));
            Assert.Equal(2, Names().Count());
        });
        Assert.Equal(["inner.bin", "outer.bin"], Names());
        Assert.Equal([7], File.ReadAllBytes(Path.Combine(folder, "outer.bin")));
    }

    [Fact]
    public async Task Sweepers_that_meet_a_file_between_its_making_and_its_lock_do_not_lose_it()
    {
        const int Files = 1000;
        using var ended = new CancellationTokenSource();
        Task[] sweepers = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!ended.IsCancellationRequested)
                {
                    TemporaryFile.Sweep(folder);
                }
            },
            TaskCreationOptions.LongRunning))];
        try
        {
            for (int i = 0; i < Files; i++)
            {
                AtomicFile.Write(Path.Combine(folder, "target"), overwrite: true, stream => stream.WriteByte(1));
            }
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(sweepers);
        }
    }

    [Fact]
    public void A_link_with_the_name_of_a_remainder_is_left_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            // Making links needs rights there.
            return;
        }

        string mine = Path.Combine(folder, "mine.txt");
        File.WriteAllText(mine, "mine");
        string link = Path.Combine(folder, TemporaryFile.NewName());
        File.CreateSymbolicLink(link, mine);
        AtomicFile.Write(Path.Combine(folder, "a.bin"), overwrite: false, stream => stream.WriteByte(1));
        Assert.Equal("mine", File.ReadAllText(mine));
        Assert.True(File.Exists(link));
    }

    [Fact]
    public void A_name_may_be_as_long_as_the_file_system_allows()
    {
        string target = Path.Combine(folder, new string('n', 251) + ".tif");
        AtomicFile.Write(target, overwrite: false, stream => stream.WriteByte(1));
        Assert.Equal([Path.GetFileName(target)], Names());
    }

    [Fact]
    public void A_missing_folder_is_named_and_no_temporary_name()
    {
        string target = Path.Combine(folder, "absent", "a.tif");
        SegException error = Assert.Throws<SegException>(() => AtomicFile.Write(target, overwrite: false, _ => { }));
        Assert.Equal("TargetNotWritable", error.Id);
        Assert.Contains($"the folder '{Path.Combine(folder, "absent")}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_named_and_leaves_nothing()
    {
        SegException error = Assert.Throws<SegException>(() => AtomicFile.Write(Path.Combine(folder, "a.tif"), overwrite: false, _ => throw new IOException("No space left on device")));
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Fact]
    public void What_a_killed_process_leaves_is_swept()
    {
        if (!OperatingSystem.IsLinux())
        {
            // flock of util-linux stands for another process.
            return;
        }

        string held = Left();
        using var holder = Process.Start(new ProcessStartInfo("flock", ["-s", held, "sleep", "60"]))!;
        try
        {
            for (int i = 0; i < 200 && CanLock(held); i++)
            {
                Thread.Sleep(10);
            }

            AtomicFile.Write(Path.Combine(folder, "a.bin"), overwrite: true, stream => stream.WriteByte(1));
            Assert.True(File.Exists(held));
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
            holder.WaitForExit();
        }

        for (int i = 0; i < 200 && File.Exists(held); i++)
        {
            AtomicFile.Write(Path.Combine(folder, "a.bin"), overwrite: true, stream => stream.WriteByte(1));
            Thread.Sleep(10);
        }

        Assert.Equal(["a.bin"], Names());
    }

    private static bool CanLock(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string Left()
    {
        string path = Path.Combine(folder, TemporaryFile.NewName());
        File.WriteAllText(path, "left by a run that was killed");
        return path;
    }

    private IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
