using System.Buffers.Binary;

namespace NDSeg.Core.Tests.Models;

/// <summary>Changes what a zip says about its entries, in the central directory, in the local headers and at its end, and leaves the data alone.</summary>
internal sealed class ZipMutation
{
    private const uint EntrySignature = 0x02014B50;
    private const int EndLength = 22;

    // Offset and bytes of every field behind the signature.
    private static readonly (int At, int Size)[] CentralFields = [(4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (34, 2), (36, 2), (38, 4), (42, 4)];
    private static readonly (int At, int Size)[] LocalFields = [(4, 2), (6, 2), (8, 2), (10, 4), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2)];
    private static readonly (int At, int Size)[] EndFields = [(4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)];

    private readonly List<(int At, int Size)> fields = [];
    private readonly List<(int At, int Length)> names = [];

    public ZipMutation(byte[] zip)
    {
        int end = zip.Length - EndLength;
        fields.AddRange(EndFields.Select(f => (end + f.At, f.Size)));
        int at = BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(end + 16));
        while (BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(at)) == EntrySignature)
        {
            fields.AddRange(CentralFields.Select(f => (at + f.At, f.Size)));
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(at + 28));
            names.Add((at + 46, nameLength));
            int local = BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(at + 42));
            fields.AddRange(LocalFields.Select(f => (local + f.At, f.Size)));
            names.Add((local + 30, BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(local + 26))));
            at += 46 + nameLength;
        }
    }

    public int FieldCount => fields.Count;

    /// <summary>A copy with one to three fields, or parts of names, changed.</summary>
    public byte[] Apply(byte[] zip, Random random)
    {
        byte[] changed = [.. zip];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            if (random.Next(5) == 0)
            {
                (int at, int length) = names[random.Next(names.Count)];
                byte[][] bits = [[(byte)random.Next(256)], [0], "/"u8.ToArray(), "../"u8.ToArray(), "forest.bin"u8.ToArray(), "model.json"u8.ToArray(), "booster.json"u8.ToArray()];
                byte[] text = bits[random.Next(bits.Length)];
                text.AsSpan(0, Math.Min(text.Length, length)).CopyTo(changed.AsSpan(at + (text.Length < length ? random.Next(length - text.Length) : 0)));
                continue;
            }

            (int place, int size) = fields[random.Next(fields.Count)];
            BitConverter.GetBytes(Value(changed, place, size, random)).AsSpan(0, size).CopyTo(changed.AsSpan(place));
        }

        return changed;
    }

    /// <summary>Edges, methods of compression, what other fields say, and neighbours of what was there.</summary>
    private long Value(byte[] zip, int place, int size, Random random)
    {
        long Field(int at, int bytes) => bytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(at));
        switch (random.Next(4))
        {
            case 0:
                (int at, int bytes) = fields[random.Next(fields.Count)];
                return Field(at, bytes);
            case 1:
                return Field(place, size) + random.Next(-3, 4);
            case 2:
                long[] values = [0, 1, 2, 8, 9, 12, 14, 20, 45, 93, 95, 99, 255, 0x7FFF, 0x8000, ushort.MaxValue, 1 << 20, int.MaxValue, uint.MaxValue, 64L << 20, 1L << 30, zip.Length, zip.Length - 22];
                return values[random.Next(values.Length)];
            default:
                return random.Next();
        }
    }
}
