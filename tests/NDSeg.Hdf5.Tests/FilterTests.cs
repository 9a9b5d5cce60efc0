using Xunit;

namespace NDSeg.Hdf5.Tests;

/// <summary>What the registered filters wrote, and files with a user block.</summary>
public class FilterTests
{
    [Fact]
    public void Every_registered_filter_is_undone()
    {
        using Hdf5File file = Hdf5File.Open(Hdf5Fixture.PathOf("filters.h5"));
        IReadOnlyList<Hdf5Dataset> all = file.Datasets();
        Assert.Equal(42, all.Count);
        string[] wrong = [.. all.Select(Fault).OfType<string>()];
        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("user_block.h5")]
    [InlineData("user_block_earliest.h5")]
    [InlineData("user_block_latest.h5")]
    public void A_user_block_in_front_moves_all_addresses(string name)
    {
        using Hdf5File file = Hdf5File.Open(Hdf5Fixture.PathOf(name));
        Assert.Equal(Hdf5Fixture.Counting(300), Hdf5Fixture.ReadAll(file.Find("d")!));
    }

    [Fact]
    public void Flipped_bytes_of_compressed_chunks_give_elements_or_the_readers_error()
    {
        byte[] intact = File.ReadAllBytes(Hdf5Fixture.PathOf("filters.h5"));
        int errors = 0;
        for (int i = 0; i < 60; i++)
        {
            var random = new Random(77_000 + i);
            byte[] bytes = [.. intact];
            for (int c = 0; c < 400; c++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                using Hdf5File file = Hdf5File.Open(new MemorySource(bytes));
                foreach (Hdf5Dataset dataset in file.Datasets().Where(d => d.Type.IsNumeric && !d.IsNull))
                {
                    errors += Fails(dataset) ? 1 : 0;
                }
            }
            catch (Hdf5Exception)
            {
                errors++;
            }
        }

        Assert.True(errors > 60, $"{errors} errors");
    }

    private static bool Fails(Hdf5Dataset dataset)
    {
        try
        {
            dataset.Prepare();
            dataset.Read(new long[dataset.Lengths.Count], [.. dataset.Lengths.Select(length => Math.Min(length, 200))]);
            return false;
        }
        catch (Hdf5Exception)
        {
            return true;
        }
    }

    private static string? Fault(Hdf5Dataset dataset)
    {
        try
        {
            dataset.Prepare();
            byte[] bytes = dataset.Read([0, 0], [130, 70]);
            for (int i = 0; i < 9100; i++)
            {
                ReadOnlySpan<byte> element = bytes.AsSpan(i * dataset.Type.Size);
                double value = dataset.Type.Size switch { 1 => element[0], 2 => BitConverter.ToUInt16(element), 4 => BitConverter.ToInt32(element), _ => BitConverter.ToDouble(element) };
                if (value != i * 7 % 251)
                {
                    return $"{dataset.Name}: element {i} is {value}";
                }
            }

            return null;
        }
        catch (Hdf5Exception e)
        {
            return $"{dataset.Name}: {e.Message}";
        }
    }
}
