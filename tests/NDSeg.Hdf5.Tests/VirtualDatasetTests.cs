using System.Globalization;
using System.Runtime.InteropServices;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.Hdf5.Tests;

/// <summary>Virtual datasets and links into other files against what h5py reads, in files that h5py makes at test time.</summary>
public sealed class VirtualDatasetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ndseg-virtual-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [PythonFact("h5py")]
    public void Everything_is_read_as_h5py_reads_it()
    {
        Make();
        int count = 0;
        foreach (string line in File.ReadLines(PathOf("cases.txt")))
        {
            string[] parts = line.Split(' ');
            long[] lengths = [.. parts[3].Split(',').Select(l => long.Parse(l, CultureInfo.InvariantCulture))];
            long[] expected = MemoryMarshal.Cast<byte, long>(File.ReadAllBytes(PathOf(parts[0] + ".bin"))).ToArray();
            using Hdf5File file = Hdf5File.Open(PathOf(parts[1]));
            Hdf5Dataset dataset = file.Find(parts[2])!;
            Assert.True(lengths.SequenceEqual(dataset.Lengths), $"{parts[0]}: {string.Join(" x ", dataset.Lengths)} instead of {parts[3]}");
            dataset.Prepare();
            Assert.True(expected.SequenceEqual(Values(dataset, new long[lengths.Length], lengths)), parts[0]);
            RequireBoxes(dataset, lengths, expected, parts[0]);
            count++;
        }

        Assert.True(count >= 60, $"{count} cases");
    }

    [PythonFact("h5py")]
    public void A_master_lists_what_its_links_lead_to()
    {
        Make();
        using Hdf5File file = Hdf5File.Open(PathOf("run_master.h5"));
        IReadOnlyList<Hdf5Dataset> found = file.Datasets();
        string[] expected = ["entry/data/data", "entry/data/data_000001", "entry/data/data_000002", "entry/data/data_000003", "group/data"];
        Assert.Equal(expected, found.Select(d => d.Name));
        Assert.Equal([null, "raw/frames_0.h5", "raw/frames_1.h5", "raw/frames_2.h5", "raw/frames_4.h5"], found.Select(d => d.FileName));
        Assert.Equal(["raw/frames_9.h5"], file.MissingFiles);
        Hdf5Exception error = Assert.Throws<Hdf5Exception>(() => file.Find("away"));
        Assert.Equal(Hdf5ErrorKind.Missing, error.Kind);
        Assert.Contains("'raw/frames_9.h5', which 'away' links to", error.Detail, StringComparison.Ordinal);
    }

    [PythonFact("h5py")]
    public void More_sources_than_a_process_may_hold_open()
    {
        PythonOracle.Run(ScriptPath("make_many.py"), folder);
        int before = OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;
        using Hdf5File file = Hdf5File.Open(PathOf("many.h5"));
        Hdf5Dataset dataset = file.Find("stack")!;
        dataset.Prepare();
        Assert.Equal([300, 2, 3], dataset.Lengths);
        Assert.Equal(Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat((long)i, 6)), Values(dataset, [0, 0, 0], [300, 2, 3]));
        Assert.Equal([7L, 7], Values(dataset, [7, 1, 1], [1, 1, 2]));
        if (OperatingSystem.IsLinux())
        {
            Assert.True(Directory.GetFiles("/proc/self/fd").Length - before < 150, "Too many handles stay open.");
        }
    }

    [PythonFact("h5py")]
    public void Chunks_of_sources_are_kept_within_limits()
    {
        PythonOracle.Run(ScriptPath("make_many.py"), folder);
        using Hdf5File file = Hdf5File.Open(PathOf("wide.h5"));
        Hdf5Dataset dataset = file.Find("stack")!;
        dataset.Prepare();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int slice = 0; slice < 150; slice++)
        {
            Assert.Equal([slice, slice], Values(dataset, [slice, 511, 1022], [1, 1, 2]));
        }

        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(kept < 90L << 20, $"{kept} bytes kept");
    }

    [PythonFact("h5py")]
    public void References_in_a_circle_end_in_an_error()
    {
        PythonOracle.Run(ScriptPath("make_circles.py"), folder);
        foreach ((string name, string expected) in new[] { ("self", "circle"), ("chain_0", "16 deep"), ("soft_1", "circle"), ("outside", "circle"), ("growing", "circle") })
        {
            using Hdf5File file = Hdf5File.Open(PathOf("circles.h5"));
            Hdf5Exception error = Assert.Throws<Hdf5Exception>(() => Hdf5Fixture.ReadAll(file.Find(name)!));
            Assert.Equal(Hdf5ErrorKind.Corrupt, error.Kind);
            Assert.Contains(expected, error.Detail, StringComparison.Ordinal);
        }

        using Hdf5File all = Hdf5File.Open(PathOf("circles.h5"));
        Assert.Contains("fine", all.Datasets().Select(d => d.Name));
    }

    [PythonFact("h5py")]
    public void What_does_not_fit_together_is_named()
    {
        PythonOracle.Run(ScriptPath("make_circles.py"), folder);
        foreach ((string name, Hdf5ErrorKind kind, string expected) in new[]
        {
            ("converted", Hdf5ErrorKind.Unsupported, "a virtual dataset of UInt16 made of Float32"),
            ("damaged", Hdf5ErrorKind.Corrupt, "In the file 'damaged_source.h5'"),
            ("overlapping", Hdf5ErrorKind.Corrupt, "more than 16 times"),
        })
        {
            using Hdf5File file = Hdf5File.Open(PathOf("circles.h5"));
            Hdf5Exception error = Assert.Throws<Hdf5Exception>(() => Hdf5Fixture.ReadAll(file.Find(name)!));
            Assert.Equal(kind, error.Kind);
            Assert.Contains(expected, error.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_are_looked_for_beside_the_file_and_where_it_links_to()
    {
        string path = PathOf("master.h5");
        Assert.Equal([Path.Combine(folder, "raw", "a.h5")], NeighbourPath.Candidates(path, "raw/a.h5"));
        Assert.Equal([Path.Combine(Path.GetDirectoryName(folder)!, "a.h5")], NeighbourPath.Candidates(path, "../a.h5"));
        string elsewhere = Path.Combine(Path.GetPathRoot(folder)!, "elsewhere", "a.h5");
        Assert.Equal([elsewhere, Path.Combine(folder, "a.h5")], NeighbourPath.Candidates(path, elsewhere));
        Assert.Empty(NeighbourPath.Candidates(path, string.Empty));
    }

    [Theory]
    [InlineData("a_%b_%%b", true, "a_7_%b")]
    [InlineData("100%%", false, "100%")]
    [InlineData("100%", false, "100%")]
    [InlineData("%b%b", true, "77")]
    public void Names_of_sources_may_hold_a_number(string text, bool isNumbered, string seventh)
    {
        var name = new SourceName(text);
        Assert.Equal(isNumbered, name.IsNumbered);
        Assert.Equal(seventh, name.At(7));
    }

    private static string ScriptPath(string name) => Path.Combine(AppContext.BaseDirectory, "Oracle", name);

    private static long[] Values(Hdf5Dataset dataset, long[] start, long[] count)
        => [.. MemoryMarshal.Cast<byte, ushort>(dataset.Read(start, count)).ToArray().Select(v => (long)(dataset.Type.IsBigEndian ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(v) : v))];

    /// <summary>Boxes begin and end in the middle of sources.</summary>
    private static void RequireBoxes(Hdf5Dataset dataset, long[] lengths, long[] expected, string name)
    {
        var random = new Random(5);
        for (int i = 0; i < 6; i++)
        {
            long[] start = [.. lengths.Select(l => random.NextInt64(l))];
            long[] count = [.. lengths.Select((l, a) => random.NextInt64(l - start[a]) + 1)];
            var box = new List<long>();
            for (long e = 0; e < expected.Length; e++)
            {
                long rest = e;
                bool isInside = true;
                for (int a = lengths.Length - 1; a >= 0; a--)
                {
                    long at = rest % lengths[a];
                    rest /= lengths[a];
                    isInside &= at >= start[a] && at < start[a] + count[a];
                }

                if (isInside)
                {
                    box.Add(expected[e]);
                }
            }

            Assert.True(box.SequenceEqual(Values(dataset, start, count)), $"{name}: box at {string.Join(", ", start)} of {string.Join(" x ", count)}");
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private void Make() => PythonOracle.Run(ScriptPath("make_virtual.py"), folder);
}
