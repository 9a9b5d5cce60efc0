using System.Buffers.Binary;
using System.IO.Hashing;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;
using Xunit;
using Xunit.Abstractions;

namespace NDSeg.IO.Tests;

/// <summary>
/// Mutations that keep a file's structure and change what it says: entries of TIFF directories, and fields of PNG chunks under
/// a checksum that matches. NDSEG_MUTATIONS sets another number, for long runs by hand.
/// </summary>
public class StructureMutationTests(ITestOutputHelper output)
{
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("NDSEG_MUTATIONS"), out int count) ? count : 4000;

    private static readonly ulong[] Values = [0, 1, 2, 3, 5, 7, 8, 12, 16, 32, 64, 255, 256, 4096, 32946, 32773, 50000, 65535, 65536, 1 << 20, int.MaxValue, uint.MaxValue];

    [Fact]
    public void Tiff_entries()
        => Run([Load("lzw_rgb.tif"), Load("packbits_16.tif"), Load("jpeg_rgb.tif"), Load("jpeg_420.tif"), Deflated()], MutateEntries, 4 * 33000);

    [Fact]
    public void Png_chunks() => Run([Load("grey8.png"), Load("grey16.png"), Load("palette4.png")], MutateChunks, 4 * 1040);

    private static byte[] Load(string name) => File.ReadAllBytes(Fixture.PathOf(name));

    private static byte[] Deflated() => new TiffBytes().Page(16, 16, Zlib.Compress(new byte[256]), (259, 3, [8]), (317, 3, [2])).ToArray();

    private static void MutateEntries(byte[] file, Random random)
    {
        int directory = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4));
        int entries = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(directory));
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            Span<byte> entry = file.AsSpan(directory + 2 + (12 * random.Next(entries)), 12);
            ulong value = random.Next(4) == 0 ? (ulong)random.Next(file.Length) : Values[random.Next(Values.Length)];
            switch (random.Next(4))
            {
                case 0: BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)random.Next(254, 348)); break;
                case 1: BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)random.Next(0, 19)); break;
                case 2: BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], (uint)value); break;
                default: BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)value); break;
            }
        }
    }

    private static void MutateChunks(byte[] file, Random random)
    {
        for (int at = 8; at + 12 <= file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length > 0 && random.Next(3) == 0)
            {
                file[at + 8 + random.Next(length)] = (byte)Values[random.Next(Values.Length)];
            }

            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + length), Crc32.HashToUInt32(file.AsSpan(at + 4, length + 4)));
            at += 12 + length;
        }
    }

    private void Run(byte[][] files, Action<byte[], Random> mutate, long perByte)
    {
        int images = 0;
        for (int i = 0; i < Count; i++)
        {
            var random = new Random(4_000_037 + i);
            byte[] bytes = [.. files[random.Next(files.Length)]];
            mutate(bytes, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using ImageVolume volume = ImageReader.Open(new InputSource(new MemoryByteSource($"mutation {i}", bytes)), ImageReadOptions.Default, CancellationToken.None);
                volume.ReadSlice(volume.Selected[0]);
                images++;
            }
            catch (SegException)
            {
                // The expected end of most.
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= (8 << 20) + (perByte * bytes.Length), $"Mutation {i} allocated {allocated} bytes for a file of {bytes.Length}.");
        }

        output.WriteLine($"{Count} mutations: {images} images, {Count - images} errors.");
        Assert.True(images > Count / 100 && images < Count * 99 / 100, $"{images} images of {Count}");
    }
}
