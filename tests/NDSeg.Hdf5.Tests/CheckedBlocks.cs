using System.Buffers.Binary;

namespace NDSeg.Hdf5.Tests;

/// <summary>
/// Where the structures of a file stand, found by their signatures: chunk tables, object headers, heaps, and the mappings of virtual datasets.
/// A mutation of a block is hidden from its checksum, so that readers get to see it.
/// </summary>
internal sealed class CheckedBlocks
{
    private const int LongestBlock = 8192;
    private const int UncheckedLength = 512;

    private static readonly string[] Signatures = ["TREE", "SNOD", "HEAP", "GCOL", "FAHD", "FADB", "EAHD", "EAIB", "EASB", "EADB", "BTHD", "BTLF", "BTIN", "OHDR", "OCHK", "FRHP", "FHIB", "FHDB"];

    private readonly List<(int Start, int Length, bool IsChecked)> blocks = [];

    public CheckedBlocks(byte[] file)
    {
        for (int at = 0; at + 8 < file.Length; at++)
        {
            string signature = System.Text.Encoding.ASCII.GetString(file, at, 4);
            if (Signatures.Contains(signature))
            {
                blocks.Add(Measure(file, at));
                if (signature == "GCOL")
                {
                    AddHeapObjects(file, at);
                }
            }
        }
    }

    public int Count => blocks.Count;

    public int CheckedCount => blocks.Count(b => b.IsChecked);

    /// <summary>Changes some fields of some blocks and makes their checksums right again.</summary>
    public void Mutate(byte[] file, Random random)
    {
        for (int changed = random.Next(1, 4); changed > 0; changed--)
        {
            (int start, int length, bool isChecked) = blocks[random.Next(blocks.Count)];
            int end = isChecked ? length - 4 : length;
            for (int fields = random.Next(1, 4); fields > 0; fields--)
            {
                int at = start + random.Next(end);
                int size = Math.Min(1 << random.Next(4), start + end - at);
                BitConverter.GetBytes(Value(file, at, random)).AsSpan(0, size).CopyTo(file.AsSpan(at));
            }

            if (isChecked)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(start + end), MetadataChecksum.Of(file.AsSpan(start, end)));
            }
        }
    }

    /// <summary>Numbers that a table may hold by mistake: edges, neighbours of what was there, and the places of other blocks.</summary>
    private long Value(byte[] file, int at, Random random) => random.Next(6) switch
    {
        0 => blocks[random.Next(blocks.Count)].Start,
        1 => random.Next(file.Length),
        2 => file[at] + random.Next(-2, 3),
        3 => 1L << random.Next(63),
        4 => random.Next(256),
        _ => new long[] { 0, 1, -1, 2, 255, 65535, int.MaxValue, uint.MaxValue, long.MaxValue, long.MinValue, file.Length, file.Length - 1 }[random.Next(12)],
    };

    /// <summary>A block reaches to where its checksum is right.</summary>
    private static (int Start, int Length, bool IsChecked) Measure(byte[] file, int start)
    {
        int most = Math.Min(LongestBlock, file.Length - start);
        for (int end = 8; end + 4 <= most; end++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(start + end)) == MetadataChecksum.Of(file.AsSpan(start, end)))
            {
                return (start, end + 4, true);
            }
        }

        return (start, Math.Min(UncheckedLength, file.Length - start), false);
    }

    private void AddHeapObjects(byte[] file, int heap)
    {
        int end = heap + (int)Math.Min(BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(heap + 8)), file.Length - heap);
        for (int at = heap + 16; at + 16 < end && BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at)) != 0;)
        {
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at + 8));
            if (length > 8 && BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)) == MetadataChecksum.Of(file.AsSpan(at + 16, length - 4)))
            {
                // Mappings are rare beside the other blocks, and there is most in them to go wrong.
                blocks.AddRange(Enumerable.Repeat((at + 16, length, true), 8));
            }

            at += 16 + ((length + 7) / 8 * 8);
        }
    }
}
