using Xunit;
using Xunit.Abstractions;

namespace NDSeg.Hdf5.Tests;

/// <summary>
/// Mutations of chunk tables, headers, links and the mappings of virtual datasets under checksums that match. Whatever is read, the outcome
/// is elements or the reader's own error, in time and in proportion. NDSEG_MUTATIONS sets another number, for long runs by hand.
/// </summary>
public class StructureMutationTests(ITestOutputHelper output)
{
    private const long Always = 100L << 20;
    private const long PerByte = 4 * 1040;

    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("NDSEG_MUTATIONS"), out int count) ? count : 3000;

    [Fact]
    public void Chunk_tables_of_every_kind() => Run("chunks_latest.h5", ["chunks_latest.h5"], 11, leastChecked: 60);

    [Fact]
    public void Old_chunk_tables_and_groups() => Run("old_groups.h5", ["old_groups.h5"], 12, leastChecked: 0);

    [Fact]
    public void Headers_links_and_heaps() => Run("kinds.h5", ["kinds.h5"], 13, leastChecked: 40);

    [Fact]
    public void Virtual_datasets_and_links_between_files() => Run("virtual.h5", ["virtual.h5", "virtual.h5", "virtual_source.h5"], 14, leastChecked: 30);

    [Fact]
    public void What_is_mutated_is_read_when_it_is_not()
    {
        using Hdf5File file = Hdf5File.Open(new MemoryFolder(Load("virtual.h5", "virtual_source.h5")).Open("virtual.h5"));
        Assert.Equal(
            ["endless", "frames", "irregular", "line", "link", "lost", "nested", "numbered", "own", "strided"],
            file.Datasets().Where(d => !d.Name.StartsWith("group/", StringComparison.Ordinal)).Select(d => d.Name));
        Assert.Equal([12, 8, 9], file.Find("endless")!.Lengths);
        Assert.Equal(Hdf5Fixture.Counting(72), Hdf5Fixture.ReadAll(file.Find("numbered")!)[72..144]);
        Assert.Equal(Hdf5Fixture.Counting(432)[72..144], Hdf5Fixture.ReadAll(file.Find("endless")!)[216..288]);
        Assert.All(Hdf5Fixture.ReadAll(file.Find("lost")!), v => Assert.Equal(3, v));
        Assert.Equal(Hdf5Fixture.ReadAll(file.Find("own")!), Hdf5Fixture.ReadAll(file.Find("group/back")!));
    }

    private static Dictionary<string, byte[]> Load(params string[] names) => names.Distinct().ToDictionary(n => n, n => File.ReadAllBytes(Hdf5Fixture.PathOf(n)));

    private static (int Read, int Damaged) Read(Hdf5File file, Random random, CancellationToken cancellation)
    {
        int read = 0;
        int damaged = 0;
        Hdf5Dataset[] all = [.. file.Datasets(cancellation).Where(d => d.Type.IsNumeric && !d.IsNull && d.Lengths.All(l => l > 0))];
        for (int i = 0; i < 5 && all.Length > 0; i++)
        {
            Hdf5Dataset dataset = all[random.Next(all.Length)];
            try
            {
                dataset.Prepare();
                _ = dataset.SourceFiles();
                long[] start = [.. dataset.Lengths.Select(l => random.Next(2) == 0 ? 0 : random.NextInt64(l))];
                dataset.Read(start, [.. dataset.Lengths.Select((l, a) => Math.Min(l - start[a], 64))], cancellation);
                read++;
            }
            catch (Hdf5Exception)
            {
                damaged++;
            }
        }

        return (read, damaged);
    }

    private void Run(string root, string[] mutated, int seed, int leastChecked)
    {
        Dictionary<string, byte[]> intact = Load([root, .. mutated]);
        Dictionary<string, CheckedBlocks> blocks = intact.ToDictionary(f => f.Key, f => new CheckedBlocks(f.Value));
        Assert.True(blocks[root].CheckedCount >= leastChecked && blocks[root].Count > 20, $"{blocks[root].CheckedCount} of {blocks[root].Count} blocks have a checksum");
        int read = 0;
        int damaged = 0;
        int errors = 0;
        long most = 0;
        for (int i = 0; i < Count; i++)
        {
            var random = new Random((seed * 1_000_003) + i);
            string changed = mutated[random.Next(mutated.Length)];
            var files = new Dictionary<string, byte[]>(intact) { [changed] = [.. intact[changed]] };
            blocks[changed].Mutate(files[changed], random);
            using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using Hdf5File file = Hdf5File.Open(new MemoryFolder(files).Open(root));
                (int fine, int bad) = Read(file, random, cancel.Token);
                read += fine;
                damaged += bad;
            }
            catch (Hdf5Exception)
            {
                errors++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Mutation {i} of seed {seed} in {changed} gave {e.GetType().Name}: {e.Message}", e);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            most = Math.Max(most, allocated);
            Assert.True(allocated <= Always + (PerByte * files.Values.Sum(f => f.Length)), $"Mutation {i} of seed {seed} allocated {allocated} bytes.");
        }

        output.WriteLine($"{Count} mutations of {root}: {read} datasets, {damaged} refused, {errors} files refused; most allocated {most}.");

        // Both outcomes occur, else the mutations would be too gentle or too rough.
        Assert.True(read > Count / 2 && damaged > Count / 20, $"{read} datasets, {damaged} damaged ones, {errors} errors");
    }
}
