using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using NDSeg.Images;
using NDSeg.TestData;
using NDSeg.Training;
using Xunit;
using Xunit.Abstractions;

namespace NDSeg.IO.Tests.Tables;

/// <summary>Training tables survive CSV and NPZ to the last bit; what is damaged or foreign is an error that says so.</summary>
public sealed class TrainingDataTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("t.csv", LabelEncoding.Indexed)]
    [InlineData("t.npz", LabelEncoding.Indexed)]
    [InlineData("t.npz", LabelEncoding.Rgb)]
    [InlineData("t.csv", LabelEncoding.Rgb)]
    public void Everything_survives_the_round_trip(string name, LabelEncoding encoding)
    {
        SegTrainingData table = Table.Make(encoding: encoding);
        TrainingDataWriter.Write(folder[name], table);
        SegTrainingData read = TrainingDataReader.Read(folder[name]);
        Assert.Equal(Bits(table.Values), Bits(read.Values));
        Assert.Equal(table.Targets, read.Targets);
        Assert.Equal(table.Rows, read.Rows);
        Assert.Equal(table.Columns, read.Columns);
        Assert.Equal(table.Images, read.Images);
        Assert.Equal(table.Classes, read.Classes);
        Assert.Equal(encoding, read.Encoding);
        Assert.Equal(table.Files, read.Files);
        Assert.Equal(table.Names, read.Names);
        Assert.Equal(table.Plan.Config, read.Plan.Config);
        Assert.Equal(table.Plan.Channels, read.Plan.Channels);
        Assert.Equal(table.Plan.ExtraChannels, read.Plan.ExtraChannels);
        TrainingDataWriter.Write(folder["again" + name], read);
        Assert.Equal(File.ReadAllBytes(folder[name]), File.ReadAllBytes(folder["again" + name]));
        Assert.Equal(["again" + name, name], folder.Names);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("npz")]
    public void One_row_of_one_class_is_a_table(string extension)
    {
        SegTrainingData one = TrainingTable.Select(Table.Make(), [4]);
        TrainingDataWriter.Write(folder["one." + extension], one);
        Assert.Equal(Bits(one.Values), Bits(TrainingDataReader.Read(folder["one." + extension]).Values));
    }

    [Fact]
    public void Cells_cannot_be_taken_for_formulas_and_numbers_are_numbers()
    {
        TrainingDataWriter.Write(folder["t.csv"], Table.Make());
        string[] lines = File.ReadAllLines(folder["t.csv"]);
        Assert.Equal(2 + 37, lines.Length);
        Assert.StartsWith("image,row,column,class_,class_name,c0:original,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",\"'=SUM(A1)\",Class,\"a, \"\"b\"\"\",\"Fe #2 line\",µ-CT", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("0,0,2147483647,-7,\"'+Cathode, \"\"dense\"\"\",-0,1E-45,3.4028235E+38,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_are_those_of_numpy()
    {
        SegTrainingData table = Table.Make();
        TrainingDataWriter.Write(folder["t.npz"], table);
        IReadOnlyDictionary<string, NpzArray> arrays = NpzFile.Read(folder["t.npz"]);
        Assert.Equal(["values", "labels", "images", "rows", "columns", "names", "class_values", "class_names", "description"], arrays.Keys);
        Assert.Equal([37, table.FeatureCount], arrays["values"].Shape);
        Assert.Equal(Bits(table.Values), Bits(arrays["values"].ToFloats()));
        Assert.Equal([-7, 3, 1L << 40], arrays["labels"].ToDoubles().Take(3).Select(v => (long)v));
        Assert.Equal("U17", arrays["class_names"].Type);
        Assert.Equal("相\n4", Encoding.UTF32.GetString(arrays["class_names"].Bytes.AsSpan(3 * 4 * 17)).TrimEnd('\0'));
        using ZipArchive zip = ZipFile.OpenRead(folder["t.npz"]);
        Assert.All(zip.Entries, e => Assert.Equal(e.Length, e.CompressedLength));
    }

    [Fact]
    public void Rows_may_go_and_come_and_be_quoted_by_other_programs()
    {
        SegTrainingData table = Table.Small();
        TrainingDataWriter.Write(folder["t.csv"], table);
        string[] lines = File.ReadAllLines(folder["t.csv"]);
        string Quoted(string line) => string.Join(',', line.Split(',').Select(c => $"\"{c}\""));
        File.WriteAllText(folder["u.csv"], string.Join("\r\n", lines[0], Quoted(lines[1]), Quoted(lines[4]), lines[2], string.Empty, lines[2]) + "\r\n", new UTF8Encoding(true));
        SegTrainingData read = TrainingDataReader.Read(folder["u.csv"]);
        Assert.Equal([2, 0, 0], read.Rows);
        Assert.Equal(table.Values[..table.FeatureCount], read.Values[^table.FeatureCount..]);
    }

    [Fact]
    public void Arrays_that_numpy_compressed_turned_or_narrowed_are_read()
    {
        SegTrainingData table = Table.Small();
        TrainingDataWriter.Write(folder["t.npz"], table);
        int maps = table.FeatureCount;
        Rewrite(folder["t.npz"], folder["u.npz"], (name, bytes) => name switch
        {
            "values.npy" => Npy($"{{'descr': '<f4', 'fortran_order': True, 'shape': (3, {maps}), }}", MemoryMarshal.AsBytes(Enumerable.Range(0, 3 * maps).Select(i => table.Values[(i % 3 * maps) + (i / 3)]).ToArray().AsSpan())),
            "labels.npy" => Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", [1, 2, 1]),
            "rows.npy" => Npy("{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }", MemoryMarshal.AsBytes(new long[] { 7, 8, 9 }.AsSpan())),
            _ => bytes,
        });
        SegTrainingData read = TrainingDataReader.Read(folder["u.npz"]);
        Assert.Equal(table.Values, read.Values);
        Assert.Equal(table.Targets, read.Targets);
        Assert.Equal([7, 8, 9], read.Rows);
    }

    public static TheoryData<string, string, string> BadCells() => new()
    {
        { "\n0,2,5,1,", "\n0,2,5,9,", "classes 1, 2 in line 5, found 9" },
        { "\n0,2,5,1,", "\n0,2,-5,1,", "line 5, column 'column'" },
        { "\n0,2,5,1,a,", "\n0,2,5,1,a,red", "line 5, column 'original', found 'red" },
        { "\n0,2,5,1,a,", "\n0,2,5,1,\"a,", "closing quotes in line 5" },
        { "\n0,2,5,1,a,", "\n0,2,5,1,\"a\"x,", "comma behind the quotes in line 5" },
        { "\n0,2,5,1,", "\n2,5,1,", "line 5" },
        { "\n0,2,5,1,", "\n0,0,2,5,1,", "line 5" },
        { "image,row,", "row,image,", "column 1 to be 'image', found 'row'" },
        { ",original,", ",", "'original', found 'gradient_0'" },
        { "\"sigmaMultiplier\":0.4", "\"sigmaMultiplier\":x", "description" },
        { "\"names\":[\"original\"", "\"names\":[\"other\"", "map names" },
        { "\"value\":2", "\"value\":1", "each with a value of its own" },
        { "\"channels\":1", "\"channels\":2000000000", "map names" },
    };

    [Theory]
    [MemberData(nameof(BadCells))]
    public void Damage_in_a_text_is_named(string good, string bad, string message)
    {
        TrainingDataWriter.Write(folder["t.csv"], Table.Small());
        string text = File.ReadAllText(folder["t.csv"]);
        Assert.Contains(good, text, StringComparison.Ordinal);
        File.WriteAllText(folder["t.csv"], text.Replace(good, bad, StringComparison.Ordinal));
        var error = Assert.Throws<SegException>(() => TrainingDataReader.Read(folder["t.csv"]));
        Assert.Equal("CorruptTrainingData", error.Id);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("t.csv", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    public static TheoryData<string, string, byte[]> BadArrays() => new()
    {
        { "values.npy", "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }", new byte[8] },
        { "values.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 1), }", new byte[12] },
        { "values.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647), }", new byte[12] },
        { "values.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (3, ", new byte[12] },
        { "labels.npy", "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", [1, 2] },
        { "labels.npy", "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", [1, 2, 9] },
        { "labels.npy", "{'descr': '<u8', 'fortran_order': False, 'shape': (1,), }", [255, 255, 255, 255, 255, 255, 255, 255] },
        { "rows.npy", "{'descr': '|i1', 'fortran_order': False, 'shape': (3,), }", [0, 1, 255] },
        { "rows.npy", "{'descr': '|O8', 'fortran_order': False, 'shape': (3,), }", new byte[24] },
        { "description.npy", "{'descr': '<U2', 'fortran_order': False, 'shape': (), }", [255, 255, 255, 255, 0, 0, 0, 0] },
        { "description.npy", "{'descr': '<U99999999', 'fortran_order': False, 'shape': (), }", new byte[12] },
    };

    [Theory]
    [MemberData(nameof(BadArrays))]
    public void Bad_arrays_are_refused(string name, string header, byte[] data)
    {
        TrainingDataWriter.Write(folder["t.npz"], Table.Small());
        Rewrite(folder["t.npz"], folder["u.npz"], (entry, bytes) => entry == name ? Npy(header, data) : bytes);
        var error = Assert.Throws<SegException>(() => TrainingDataReader.Read(folder["u.npz"]));
        Assert.Equal("CorruptTrainingData", error.Id);
    }

    [Fact]
    public void An_array_that_shrinks_too_well_is_refused_without_the_memory()
    {
        TrainingDataWriter.Write(folder["t.npz"], Table.Small());
        Rewrite(folder["t.npz"], folder["u.npz"], (name, bytes) => name == "labels.npy" ? Npy("{'descr': '<i8', 'fortran_order': False, 'shape': (4000000,), }", new byte[32_000_000]) : bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("plausible", Assert.Throws<SegException>(() => TrainingDataReader.Read(folder["u.npz"])).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20, "allocated");
    }

    [Fact]
    public void A_changed_byte_is_noticed_in_an_archive()
    {
        TrainingDataWriter.Write(folder["t.npz"], Table.Small());
        byte[] bytes = File.ReadAllBytes(folder["t.npz"]);
        int at = bytes.AsSpan().IndexOf("'shape': (3, 15)"u8) + 100;
        bytes[at] ^= 1;
        Assert.Equal("CorruptTrainingData", Assert.Throws<SegException>(() => TrainingDataReader.Read(folder.Write("u.npz", bytes))).Id);
    }

    [Fact]
    public void Other_files_pipes_and_newer_formats_are_told_apart()
    {
        Assert.Equal("FileNotFound", Assert.Throws<SegException>(() => TrainingDataReader.Read(folder["none.csv"])).Id);
        Assert.Equal("NotTrainingData", Assert.Throws<SegException>(() => TrainingDataReader.Read(folder.Write("e.csv", []))).Id);
        Assert.Equal("NotTrainingData", Assert.Throws<SegException>(() => TrainingDataReader.Read(folder.Write("o.csv", "a,b\n1,2\n"u8.ToArray()))).Id);
        Assert.Equal("UnknownFormat", Assert.Throws<SegException>(() => TrainingDataWriter.Write(folder["t.tif"], Table.Small())).Id);
        TrainingDataWriter.Write(folder["t.csv"], Table.Small());
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => TrainingDataWriter.Write(folder["t.csv"], Table.Small())).Id);
        File.WriteAllText(folder["n.csv"], File.ReadAllText(folder["t.csv"]).Replace("\"formatVersion\":1", "\"formatVersion\":2", StringComparison.Ordinal));
        Assert.Equal("NewerTrainingFormat", Assert.Throws<SegException>(() => TrainingDataReader.Read(folder["n.csv"])).Id);
        Assert.Contains("\"format\":\"ndseg-training\"", ProvenanceReader.Read(folder["t.csv"]), StringComparison.Ordinal);
        using var model = new MemoryStream();
        using (var zip = new ZipArchive(model, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("model.json").Open().Dispose();
        }

        Assert.Equal("CorruptTrainingData", Assert.Throws<SegException>(() => TrainingDataReader.Read(folder.Write("m.npz", model.ToArray()))).Id);
    }

    [Fact]
    public void Mutated_files_give_a_table_or_an_error()
    {
        byte[][] files = [.. new[] { "t.csv", "t.npz" }.Select(name =>
        {
            TrainingDataWriter.Write(folder[name], Table.Small());
            return File.ReadAllBytes(folder[name]);
        })];
        Rewrite(folder["t.npz"], folder["deflated.npz"], (_, bytes) => bytes);
        files = [.. files, File.ReadAllBytes(folder["deflated.npz"])];
        int tables = 0;
        int errors = 0;
        long most = 0;
        for (int i = 0; i < MutationTests.Count; i++)
        {
            var random = new Random(77_000_003 + i);
            byte[] bytes = MutationTests.Mutate(files[i % files.Length], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                TrainingDataReader.Read(new MemoryStream(bytes), "a mutation", CancellationToken.None);
                tables++;
            }
            catch (SegException)
            {
                errors++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Mutation {i} gave {e.GetType().Name}: {e.Message}", e);
            }

            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(most < 16 << 20, $"Mutation {i} allocated {most} bytes.");
        }

        output.WriteLine($"{MutationTests.Count} mutations: {tables} tables, {errors} errors; most allocated {most}.");
        Assert.True(tables > MutationTests.Count / 100 && errors > MutationTests.Count / 100, $"{tables} tables, {errors} errors");
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);

    private static byte[] Npy(string header, ReadOnlySpan<byte> data)
    {
        byte[] text = Encoding.ASCII.GetBytes(header + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. data];
    }

    /// <summary>The archive with other entries, deflated as numpy.savez_compressed has them.</summary>
    private static void Rewrite(string source, string target, Func<string, byte[], byte[]> change)
    {
        using ZipArchive from = ZipFile.OpenRead(source);
        using ZipArchive to = ZipFile.Open(target, ZipArchiveMode.Create);
        foreach (ZipArchiveEntry entry in from.Entries)
        {
            using var content = new MemoryStream();
            using (Stream stream = entry.Open())
            {
                stream.CopyTo(content);
            }

            using Stream written = to.CreateEntry(entry.FullName, CompressionLevel.Optimal).Open();
            written.Write(change(entry.FullName, content.ToArray()));
        }
    }
}
