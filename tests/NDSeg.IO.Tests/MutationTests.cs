using NDSeg.IO.Files;
using NDSeg.IO.Formats;
using NDSeg.TestData;
using Xunit.Abstractions;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>
/// Files nobody vouches for: 10,000 seeded mutations per reader. Whatever is read, the outcome is an image or a
/// <see cref="SegException"/>, in time, and with no more memory than a file of that size can justify.
/// NDSEG_MUTATIONS sets another number, for long runs by hand.
/// </summary>
public class MutationTests(ITestOutputHelper output)
{
    internal static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("NDSEG_MUTATIONS"), out int count) ? count : 10_000;

    /// <summary>Bytes that one byte of a file may make a reader allocate: Deflate's 1040, held twice on the way to the planes, and room for tables.</summary>
    private const long PerByte = 4 * 1040;

    private const long Always = 8 << 20;

    [Fact]
    public void Tiff()
    {
        byte[] hyperstack = new TiffBytes(little: false).Page(4, 5, [1, .. new byte[39]], (258, 3, [16]), TiffBytes.Description("ImageJ=1.54p\nimages=4\nchannels=2\nslices=2\nhyperstack=true\n"))
            .Page(4, 5, new byte[40], (258, 3, [16])).Page(4, 5, new byte[40], (258, 3, [16])).Page(4, 5, new byte[40], (258, 3, [16])).ToArray();
        byte[] tiles = new TiffBytes(big: true).Page(17, 20, [.. Enumerable.Range(0, 8).Select(i => new byte[256])], (258, 3, [8, 8]), (277, 3, [2]), (284, 3, [2]), (322, 4, [16]), (323, 4, [16])).ToArray();
        Run([Load("lzw_rgb.tif"), Load("packbits_16.tif"), Load("jpeg_rgb.tif"), Load("jpeg_grey.tif"), Load("jpeg_420.tif"), hyperstack, tiles, Deflated("tif")], ReadImage, seed: 1);
    }

    [Fact]
    public void Fax()
        // A blank fax page shrinks to one bit a row, so its bound is another one (see TiffCompression.GreatestRatio).
        => Run([Load("fax3.tif"), Load("fax4.tif")], ReadImage, seed: 2, perByte: 2 * 8 * 16384, count: Count / 10);

    [Fact]
    public void Hdf()
    {
        byte[][] files = [.. SmallHdf()];
        string[][] names = [.. files.Select(Names)];
        Run(files, (source, random, cancellation) => ReadHdf(source, names[source.Path[^1] - '0'], random, cancellation), seed: 3);
    }

    [Fact]
    public void Png() => Run([Load("grey8.png"), Load("grey16.png"), Load("palette4.png"), Load("rgba.png"), Deflated("png")], ReadImage, seed: 4);

    [Fact]
    public void Jpeg() => Run([Load("grey.jpg"), Load("rgb.jpg"), Load("progressive.jpg")], ReadImage, seed: 5);

    [Fact]
    public void Labels() => Run([Deflated("tif"), Deflated("png"), Deflated("h5"), Load("packbits_16.tif"), Load("lzw_rgb.tif"), Load("palette4.png")], ReadLabels, seed: 6);

    [SharedFact]
    public void The_real_files_of_every_format_too()
    {
        byte[][] files = [.. Directory.EnumerateFiles(SharedData.PathOf("data/formats"), "*.tif").Select(File.ReadAllBytes)];
        Run(files, ReadImage, seed: 7, count: Count / 10);
    }

    private static byte[] Load(string name) => File.ReadAllBytes(Fixture.PathOf(name));

    private static byte[] Deflated(string extension)
    {
        using var folder = new TemporaryFolder();
        LabelWriter.Write(folder["l." + extension], LabelWriterTests.Make(24, 31, [1, 2, 3]), new LabelWriteOptions { Provenance = "{}" });
        return File.ReadAllBytes(folder["l." + extension]);
    }

    /// <summary>Small files of each storage kind: the writer's own, and the fixtures.</summary>
    private static IEnumerable<byte[]> SmallHdf()
    {
        yield return Deflated("h5");
        yield return Load("kinds.h5");
        yield return Load("old_groups.h5");
        yield return Load("chunks_latest.h5");
        using var folder = new TemporaryFolder();
        PlaneWriter.Write(folder["p.h5"], 9, 11, [new float[99], new float[99]]);
        yield return File.ReadAllBytes(folder["p.h5"]);
    }

    private static void ReadImage(ByteSource source, Random random, CancellationToken cancellation)
    {
        using ImageVolume volume = ImageReader.Open(new InputSource(source), ImageReadOptions.Default, cancellation);
        foreach (int slice in volume.Selected.Take(8))
        {
            volume.ReadSlice(slice);
        }
    }

    private static string[] Names(byte[] file)
    {
        using var folder = new TemporaryFolder();
        return [.. ImageReader.ListDatasets(folder.Write("n.h5", file)).Where(d => d.IsImage).Select(d => d.Name)];
    }

    private static void ReadHdf(ByteSource source, string[] names, Random random, CancellationToken cancellation)
    {
        string? name = random.Next(4) == 0 ? null : names[random.Next(names.Length)];
        int? axis = random.Next(3) == 0 ? 0 : null;
        using ImageVolume volume = ImageReader.Open(new InputSource(source), new ImageReadOptions { Dataset = name, Axis = axis }, cancellation);
        foreach (int slice in volume.Selected.Take(4))
        {
            volume.ReadSlice(slice);
        }
    }

    private static void ReadLabels(ByteSource source, Random random, CancellationToken cancellation) => LabelReader.Read(new InputSource(source), LabelReadOptions.Default, cancellation);

    private void Run(byte[][] files, Action<ByteSource, Random, CancellationToken> read, int seed, long perByte = PerByte, int? count = null)
    {
        int images = 0;
        var errors = new SortedDictionary<string, int>(StringComparer.Ordinal);
        long most = 0;
        int total = count ?? Count;
        for (int i = 0; i < total; i++)
        {
            var random = new Random((seed * 1_000_003) + i);
            int file = random.Next(files.Length);
            byte[] bytes = Mutate(files[file], random);
            using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(new MemoryByteSource($"mutation of file {file}", bytes), random, cancel.Token);
                images++;
            }
            catch (SegException e)
            {
                errors[e.Id] = errors.GetValueOrDefault(e.Id) + 1;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Mutation {i} of seed {seed} ({bytes.Length} bytes) gave {e.GetType().Name}: {e.Message}", e);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            most = Math.Max(most, allocated);
            Assert.True(allocated <= Always + (perByte * bytes.Length), $"Mutation {i} of seed {seed} allocated {allocated} bytes for a file of {bytes.Length}.");
        }

        output.WriteLine($"{total} mutations: {images} images, {string.Join(", ", errors.Select(e => $"{e.Value} {e.Key}"))}; most allocated {most}.");

        // The mutations must reach both outcomes, else they test nothing.
        Assert.True(images > total / 100 && errors.Values.Sum() > total / 100, $"{images} images, {errors.Values.Sum()} errors");
    }

    internal static byte[] Mutate(byte[] file, Random random)
    {
        byte[] bytes = [.. file];
        int changes = 1 + random.Next(6);

        // Structure stands at the beginning and at the end of files; there mutations hurt most.
        int Place() => random.Next(3) switch
        {
            0 => random.Next(Math.Min(bytes.Length, 256)),
            1 => bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 256)),
            _ => random.Next(bytes.Length),
        };
        for (int c = 0; c < changes; c++)
        {
            int at = Place();
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes[at] = random.Next(2) == 0 ? byte.MinValue : byte.MaxValue; break;
                case 3: bytes.AsSpan(at, Math.Min(bytes.Length - at, 1 << random.Next(4))).Fill((byte)(random.Next(2) * 255)); break;
                case 4:
                    long[] values = [0, 1, -1, int.MaxValue, int.MinValue, bytes.Length, bytes.Length - 1, 65535, 65536, 1L << 40, long.MaxValue, random.Next()];
                    byte[] value = BitConverter.GetBytes(values[random.Next(values.Length)]);
                    int size = Math.Min(1 << random.Next(4), bytes.Length - at);
                    value.AsSpan(0, size).CopyTo(bytes.AsSpan(at));
                    break;
                default:
                    int from = random.Next(bytes.Length);
                    int length = Math.Min(random.Next(32), bytes.Length - Math.Max(at, from));
                    bytes.AsSpan(from, length).ToArray().CopyTo(bytes, at);
                    break;
            }
        }

        return random.Next(12) == 0 ? bytes[..random.Next(1, bytes.Length)] : bytes;
    }
}
