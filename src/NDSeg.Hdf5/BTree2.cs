using System.Buffers.Binary;
using System.Numerics;

namespace NDSeg.Hdf5;

/// <summary>Version 2 B-trees (III.A.2): names of dense groups, and chunks of datasets with several unlimited axes.</summary>
internal static class BTree2
{
    private const int NodeOverhead = 10;

    /// <summary>All records; their order does not matter here.</summary>
    public static IEnumerable<byte[]> Records(AddressSpace file, long address, int type)
    {
        byte[] head = file.Read(address, 16 + file.OffsetSize + 2, "BTHD"u8);
        if (head[5] != type)
        {
            throw Hdf5Exception.Corrupt($"The index at address {address} is of type {head[5]} instead of {type}.");
        }

        uint nodeSize = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(6));
        int recordSize = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(10));
        int depth = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(12));
        long root = file.Address(head.AsSpan(16));
        int rootCount = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(16 + file.OffsetSize));
        if (recordSize == 0 || nodeSize < NodeOverhead + recordSize || depth > 32)
        {
            throw Hdf5Exception.Corrupt($"The index at address {address} makes no sense.");
        }

        (int countSize, int[] totalSizes) = PointerSizes(file, nodeSize, recordSize, depth);
        var seen = new HashSet<long>();
        var open = new Stack<(long Address, long Count, int Level)>();
        if (root != AddressSpace.Undefined)
        {
            open.Push((root, rootCount, depth));
        }

        while (open.TryPop(out (long Address, long Count, int Level) next))
        {
            if (!seen.Add(next.Address))
            {
                throw Hdf5Exception.Corrupt($"The index node at address {next.Address} is used twice.");
            }

            byte[] records = NodeRecords(file, next.Address, next.Count, recordSize, next.Level);
            for (int i = 0; i < next.Count; i++)
            {
                yield return records[(i * recordSize)..((i + 1) * recordSize)];
            }

            if (next.Level > 0)
            {
                int pointer = file.OffsetSize + countSize + totalSizes[next.Level];
                byte[] children = file.Read(next.Address + 6 + (next.Count * recordSize), (next.Count + 1) * pointer);
                for (int i = 0; i <= next.Count; i++)
                {
                    ReadOnlySpan<byte> child = children.AsSpan(i * pointer);
                    open.Push((file.Address(child), (long)AddressSpace.Unsigned(child.Slice(file.OffsetSize, countSize)), next.Level - 1));
                }
            }
        }
    }

    private static byte[] NodeRecords(AddressSpace file, long address, long count, int recordSize, int level)
    {
        ReadOnlySpan<byte> signature = level > 0 ? "BTIN"u8 : "BTLF"u8;
        return file.Read(address, 6 + (count * recordSize), signature)[6..];
    }

    /// <summary>Bytes of a child's record count, and per level the bytes of the count of all records below a child.</summary>
    private static (int CountSize, int[] TotalSizes) PointerSizes(AddressSpace file, uint nodeSize, int recordSize, int depth)
    {
        long leafMost = (nodeSize - NodeOverhead) / recordSize;
        int countSize = EncodedSize((ulong)leafMost);
        var totalSizes = new int[depth + 1];
        Int128 below = leafMost;
        for (int level = 1; level <= depth; level++)
        {
            totalSizes[level] = level > 1 ? EncodedSize((ulong)Int128.Min(below, ulong.MaxValue)) : 0;
            int pointer = file.OffsetSize + countSize + totalSizes[level];
            long most = (nodeSize - NodeOverhead - pointer) / (recordSize + pointer);
            below = Int128.Min(((most + 1) * below) + most, ulong.MaxValue);
        }

        return (countSize, totalSizes);
    }

    private static int EncodedSize(ulong limit) => (BitOperations.Log2(Math.Max(1, limit)) / 8) + 1;
}
