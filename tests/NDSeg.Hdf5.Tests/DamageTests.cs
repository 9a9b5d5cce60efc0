using Xunit;

namespace NDSeg.Hdf5.Tests;

/// <summary>Damaged files end in the reader's own error, whatever the damage.</summary>
public class DamageTests
{
    [Fact]
    public void A_file_cut_short_is_truncated()
    {
        byte[] bytes = File.ReadAllBytes(Hdf5Fixture.PathOf("kinds.h5"));
        Hdf5Exception error = Assert.Throws<Hdf5Exception>(() => Hdf5File.Open(new MemorySource(bytes[..^100])));
        Assert.Equal(Hdf5ErrorKind.Truncated, error.Kind);
        Assert.Contains($"{bytes.Length} bytes", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_format_is_no_HDF5_file()
        => Assert.Throws<Hdf5Exception>(() => Hdf5File.Open(new MemorySource(new byte[5000])));

    [Fact]
    public void What_the_source_throws_goes_through()
        => Assert.Throws<UnauthorizedAccessException>(() => Hdf5File.Open(new FailingSource()));

    /// <summary>An enumeration whose base is an enumeration, and so on, 60,000 levels deep: read on a thread with a small stack.</summary>
    [Fact]
    public void Nested_enumerations_do_not_use_the_stack()
    {
        var body = new byte[60_000 * 8];
        for (int at = 0; at < body.Length; at += 8)
        {
            body[at] = 0x38;
            body[at + 4] = 1;
        }

        Hdf5Type? type = null;
        var thread = new Thread(() => type = Hdf5Type.Parse(body), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal("Enumeration", type!.Name);
        Assert.False(type.IsNumeric);
    }

    [Theory]
    [InlineData("kinds.h5", 1)]
    [InlineData("chunks_latest.h5", 2)]
    [InlineData("old_groups.h5", 3)]
    public void Flipped_bytes_give_elements_or_the_readers_error(string name, int seed)
    {
        byte[] intact = File.ReadAllBytes(Hdf5Fixture.PathOf(name));
        int read = 0;
        int errors = 0;
        for (int i = 0; i < 400; i++)
        {
            var random = new Random((seed * 1_000_003) + i);
            byte[] bytes = [.. intact];
            for (int c = random.Next(1, 6); c > 0; c--)
            {
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
            }

            try
            {
                using Hdf5File file = Hdf5File.Open(new MemorySource(bytes));
                foreach (Hdf5Dataset dataset in file.Datasets().Where(d => d.Type.IsNumeric && !d.IsNull).Take(40))
                {
                    dataset.Prepare();
                    dataset.Read(new long[dataset.Lengths.Count], [.. dataset.Lengths.Select(length => Math.Min(length, 10))]);
                    read++;
                }
            }
            catch (Hdf5Exception)
            {
                errors++;
            }
        }

        Assert.True(read > 100 && errors > 20, $"{read} datasets, {errors} errors");
    }

    private sealed class FailingSource : IHdf5Source
    {
        public long Length => 4096;

        public void Read(long offset, Span<byte> buffer) => throw new UnauthorizedAccessException();
    }
}
