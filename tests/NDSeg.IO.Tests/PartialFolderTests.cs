using System.Collections.Concurrent;
using System.Net.Sockets;
using NDSeg.Images;
using NDSeg.IO.Formats;
using Xunit;

namespace NDSeg.IO.Tests;

public sealed class PartialFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_folder_of_something_else_is_refused_and_kept(bool resume, bool overwrite)
    {
        string mine = Directory.CreateDirectory(folder["v.tif.partial"]).FullName;
        string[] names = ["thesis.txt", "lock", "volume.json", "000000001.slice", "000000002.blank"];
        foreach (string name in names)
        {
            File.WriteAllText(Path.Combine(mine, name), "mine");
        }

        var options = new LabelVolumeOptions { Resume = resume, Overwrite = overwrite };
        Assert.Equal("PartialNotOurs", Assert.Throws<SegException>(() => new LabelVolumeWriter(folder["v.tif"], options)).Id);
        Assert.Empty(PartialVolume.FinishedSlices(folder["v.tif"]));
        Assert.Equal(names.Order(StringComparer.Ordinal), Directory.GetFiles(mine).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Links_are_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            // Making links needs rights there.
            return;
        }

        string elsewhere = Leave("elsewhere.tif") + ".partial";
        string before = string.Join(' ', Directory.GetFiles(elsewhere).Order(StringComparer.Ordinal));
        Directory.CreateSymbolicLink(folder["v.tif.partial"], elsewhere);
        Directory.CreateSymbolicLink(folder["w.tif.partial"], folder["nowhere"]);
        foreach (string target in (string[])["v.tif", "w.tif"])
        {
            Assert.Equal("PartialNotOurs", Assert.Throws<SegException>(() => new LabelVolumeWriter(folder[target], new LabelVolumeOptions { Resume = true, Overwrite = true })).Id);
            Assert.Empty(PartialVolume.FinishedSlices(folder[target]));
        }

        Assert.Equal(before, string.Join(' ', Directory.GetFiles(elsewhere).Order(StringComparer.Ordinal)));
        Assert.False(Directory.Exists(folder["nowhere"]));
    }

    [Fact]
    public void Links_in_the_folder_are_not_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            // Making links needs rights there.
            return;
        }

        string target = Leave("v.tif");
        File.WriteAllText(folder["mine.txt"], "mine");
        foreach (string name in (string[])["000000001.slice", "000000001.slice.tmp", "000000002.blank", "volume.json.tmp"])
        {
            File.CreateSymbolicLink(Path.Combine(target + ".partial", name), folder["mine.txt"]);
        }

        using (var writer = new LabelVolumeWriter(target, new LabelVolumeOptions { Resume = true }))
        {
            Assert.Equal(1, writer.NextSlice);
            writer.Append(Slice(1));
            writer.WriteBlank(2);
            writer.Complete();
        }

        Assert.Equal("mine", File.ReadAllText(folder["mine.txt"]));
        Assert.Equal(["mine.txt", "v.tif"], folder.Names);
    }

    [Fact]
    public void Only_our_own_names_are_removed()
    {
        string target = Leave("v.tif");
        string note = Path.Combine(target + ".partial", "note.txt");
        File.WriteAllText(note, "mine");
        File.WriteAllText(Path.Combine(target + ".partial", "7.slice"), "mine");
        using (var writer = new LabelVolumeWriter(target))
        {
            writer.Append(Slice(0));
            writer.Complete();
        }

        Assert.Equal("mine", File.ReadAllText(note));
        Assert.Equal(["7.slice", "note.txt"], Directory.GetFiles(target + ".partial").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_whose_run_was_killed_at_once_is_taken_over()
    {
        Directory.CreateDirectory(folder["v.tif.partial"]);
        File.WriteAllText(folder["v.tif.partial/ndseg.lock"], string.Empty);
        File.WriteAllText(folder["v.tif.partial/ndseg.marker"], string.Empty);
        using (var writer = new LabelVolumeWriter(folder["v.tif"], new LabelVolumeOptions { Resume = true }))
        {
            writer.Append(Slice(0));
            writer.Complete();
        }

        Assert.Equal(["v.tif"], folder.Names);
    }

    [Fact]
    public void A_lock_that_the_system_refuses_is_no_other_run()
    {
        if (!OperatingSystem.IsLinux())
        {
            // A socket is a file that cannot be opened, whoever asks.
            return;
        }

        Directory.CreateDirectory(folder["v.tif.partial"]);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder["v.tif.partial/ndseg.lock"]));
        SegException error = Assert.Throws<SegException>(() => new LabelVolumeWriter(folder["v.tif"], new LabelVolumeOptions { Resume = true }));
        Assert.Equal("TargetNotWritable", error.Id);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public void Runs_that_come_while_another_one_removes_the_folder_get_it_or_find_it_busy()
    {
        const int Writers = 4;
        const int Rounds = 300;
        int inside = 0;
        var failures = new ConcurrentBag<string>();
        Thread[] threads = [.. Enumerable.Range(0, Writers).Select(_ => new Thread(() =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                try
                {
                    using var writer = new LabelVolumeWriter(folder["v.tif"]);
                    if (Interlocked.Increment(ref inside) > 1)
                    {
                        failures.Add("two at once");
                    }

                    writer.Append(Slice(0));
                    Interlocked.Decrement(ref inside);
                }
                catch (SegException e) when (e.Id == "TargetBusy")
                {
                    Thread.Yield();
                }
                catch (Exception e)
                {
                    failures.Add(e.ToString());
                }
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.True(failures.IsEmpty, string.Join(Environment.NewLine, failures));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Reading_changes_nothing()
    {
        string target = Leave("v.tif");
        File.WriteAllBytes(Path.Combine(target + ".partial", "000000005.slice"), [1, 2, 3]);
        string before = string.Join(' ', Directory.GetFiles(target + ".partial").Order(StringComparer.Ordinal));
        Assert.Equal([0], PartialVolume.FinishedSlices(target));
        Assert.Equal(before, string.Join(' ', Directory.GetFiles(target + ".partial").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_missing_folder_is_named()
        => Assert.Contains("absent' to write 'v.tif'", Assert.Throws<SegException>(() => new LabelVolumeWriter(folder["absent/v.tif"])).Message, StringComparison.Ordinal);

    private static SegLabels Slice(int z) => LabelWriterTests.Make(40, 50, [1, 2], z);

    private string Leave(string name)
    {
        using var writer = new LabelVolumeWriter(folder[name], new LabelVolumeOptions { Resume = true });
        writer.Append(Slice(0));
        return folder[name];
    }
}
