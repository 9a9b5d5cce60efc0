using System.Text;
using NDSeg.IO.Formats;
using Xunit;
using Xunit.Abstractions;

namespace NDSeg.IO.Tests.Zarr;

/// <summary>
/// Zarr folders nobody vouches for: seeded mutations of metadata (bytes, numbers, words) and of chunks and shards. The outcome is an image or a
/// <see cref="SegException"/>, in time and within memory. NDSEG_MUTATIONS sets another number, for long runs by hand.
/// </summary>
public sealed class ZarrMutationTests(ZarrFixture fixture, ITestOutputHelper output) : IClassFixture<ZarrFixture>
{
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("NDSEG_MUTATIONS"), out int count) ? count : 2000;

    // A slice may be blank up to 1 GiB, which is held once in its planes, and once more as labels; the index of shards and JSON need a little.
    private const long Always = (2 * (1L << 30)) + (8 << 20);
    private const long PerByte = 4 * 33000;

    private static readonly string[] Inputs =
    [
        "ome04.zarr", "ome05.zarr", "v2/fortran", "v2/types/int16", "v2/blosc/lz4-bit", "v2/blosc/blosclz-byte", "v2/codecs/lz4", "v2/filtered", "v3/transposed", "v3/gzipcrc", "v3/named",
        "v3/blosc/zstd-bitshuffle", "v3/sharded/end", "v3/sharded/start", "v3/sharded/nested", "v3/sharded/transposed", "v3/sharded/checked", "v3/missing",
    ];

    // Of three axes, so that the first has to be named.
    private static readonly string[] Deep = ["fortran", "transposed", "end", "start", "nested", "checked"];

    private static readonly string[] Numbers = ["0", "1", "2", "3", "7", "-1", "16", "65536", "2147483647", "4294967296", "9223372036854775807", "1e300", "1.5", "null", "true", "\"x\"", "[]", "{}", "[1,2]", "\"NaN\"", "\"0x7fc00000\""];

    private static readonly string[] Words =
    [
        "gzip", "zstd", "blosc", "crc32c", "bytes", "transpose", "sharding_indexed", "zlib", "lz4", "shuffle", "uint8", "int64", "float16", "bool", "complex64", "<u2", ">f8", "|b1", "|S3", "C", "F", "/", ".", "..", "../..",
        "/etc", "labels", "0", "1", "end", "start", "big", "default", "v2", "regular", "z", "channel", "scale", "array", "group", "",
    ];

    [Fact]
    public void Metadata() => Run(isMetadata: true, seed: 1);

    [Fact]
    public void Chunks() => Run(isMetadata: false, seed: 2);

    private void Run(bool isMetadata, int seed)
    {
        int images = 0;
        var errors = new SortedDictionary<string, int>(StringComparer.Ordinal);
        long most = 0;
        for (int i = 0; i < Count; i++)
        {
            var random = new Random((seed * 1_000_003) + i);
            string input = fixture[Inputs[random.Next(Inputs.Length)]];
            string[] files = [.. Directory.EnumerateFiles(input, "*", SearchOption.AllDirectories).Where(f => IsMetadata(f) == isMetadata).Order(StringComparer.Ordinal)];
            string file = files[random.Next(files.Length)];
            byte[] before = File.ReadAllBytes(file);
            try
            {
                File.WriteAllBytes(file, isMetadata && random.Next(4) > 0 ? MutateJson(before, random) : MutateBytes(before, random));
                long length = files.Sum(f => new FileInfo(f).Length);
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    Read(input, random);
                    images++;
                }
                catch (SegException e)
                {
                    errors[e.Id] = errors.GetValueOrDefault(e.Id) + 1;
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"Mutation {i} of seed {seed} ({file}) gave {e.GetType().Name}: {e.Message}{Environment.NewLine}{(isMetadata ? File.ReadAllText(file) : string.Empty)}", e);
                }

                allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
                most = Math.Max(most, allocated);
                Assert.True(allocated <= Always + (PerByte * length), $"Mutation {i} of seed {seed} allocated {allocated} bytes for {length}: {file}{Environment.NewLine}{(isMetadata ? File.ReadAllText(file) : string.Empty)}");
            }
            finally
            {
                File.WriteAllBytes(file, before);
            }
        }

        output.WriteLine($"{Count} mutations: {images} images, {string.Join(", ", errors.Select(e => $"{e.Value} {e.Key}"))}; most allocated {most}.");

        // The mutations must reach both outcomes, else they test nothing.
        Assert.True(images > Count / 100 && errors.Values.Sum() > Count / 100, $"{images} images, {errors.Values.Sum()} errors");
    }

    private static void Read(string input, Random random)
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        if (random.Next(4) == 0)
        {
            _ = LabelReader.ReadAll(input, new LabelReadOptions { Slices = [SliceRange.Of(0)] }, cancel.Token).First();
            return;
        }

        bool isOme = input.EndsWith(".zarr", StringComparison.Ordinal);
        int? axis = !isOme && Deep.Any(name => input.EndsWith(name, StringComparison.Ordinal)) && random.Next(10) > 0 ? 0 : null;
        int? level = isOme && random.Next(3) == 0 ? 1 : null;
        using ImageVolume volume = ImageReader.Open(input, new ImageReadOptions { Axis = axis, Level = level }, cancel.Token);
        foreach (int slice in volume.Selected.Take(1))
        {
            volume.ReadSlice(slice);
        }
    }

    private static bool IsMetadata(string file) => Path.GetFileName(file) is "zarr.json" or ".zarray" or ".zattrs" or ".zgroup";

    /// <summary>Another number or word in the place of one; a member left out or said twice.</summary>
    private static byte[] MutateJson(byte[] file, Random random)
    {
        string text = Encoding.UTF8.GetString(file);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            (int Start, int Length)[] tokens = [.. Tokens(text)];
            if (tokens.Length == 0)
            {
                break;
            }

            (int start, int length) = tokens[random.Next(tokens.Length)];
            string put = text[start] == '"' && random.Next(5) > 0 ? $"\"{Words[random.Next(Words.Length)]}\"" : Numbers[random.Next(Numbers.Length)];
            text = text[..start] + put + text[(start + length)..];
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static IEnumerable<(int Start, int Length)> Tokens(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int end = i;
            if (text[i] == '"')
            {
                end = text.IndexOf('"', i + 1);
                if (end < 0)
                {
                    yield break;
                }

                yield return (i, end + 1 - i);
            }
            else if (char.IsAsciiDigit(text[i]) || text[i] == '-')
            {
                while (end + 1 < text.Length && (char.IsAsciiLetterOrDigit(text[end + 1]) || text[end + 1] is '.' or '-' or '+'))
                {
                    end++;
                }

                yield return (i, end + 1 - i);
            }

            i = Math.Max(i, end);
        }
    }

    private static byte[] MutateBytes(byte[] file, Random random)
    {
        byte[] bytes = [.. file];
        for (int changes = random.Next(1, 6); changes > 0 && bytes.Length > 0; changes--)
        {
            int at = random.Next(3) switch { 0 => random.Next(Math.Min(bytes.Length, 32)), 1 => bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 64)), _ => random.Next(bytes.Length) };
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2:
                    long[] values = [0, 1, -1, int.MaxValue, int.MinValue, bytes.Length, 65536, 1L << 40, long.MaxValue];
                    BitConverter.GetBytes(values[random.Next(values.Length)]).AsSpan(0, Math.Min(1 << random.Next(4), bytes.Length - at)).CopyTo(bytes.AsSpan(at));
                    break;
                default: bytes.AsSpan(at, Math.Min(bytes.Length - at, 8)).Fill((byte)(random.Next(2) * 255)); break;
            }
        }

        return random.Next(10) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }
}
