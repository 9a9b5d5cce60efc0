using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>Version 1 B-trees (III.A.1): symbol tables of groups, and chunks.</summary>
internal static class BTree1
{
    /// <summary>The leaf entries in key order: each key with its child.</summary>
    public static IEnumerable<(byte[] Key, long Child)> Entries(AddressSpace file, long root, int type, int keySize)
    {
        var seen = new HashSet<long>();
        var open = new Stack<(long Address, int Level)>();
        if (root != AddressSpace.Undefined)
        {
            open.Push((root, -1));
        }

        int headSize = 8 + (2 * file.OffsetSize);
        while (open.TryPop(out (long Address, int Level) next))
        {
            byte[] head = file.Read(next.Address, headSize, "TREE"u8);
            int level = head[5];
            if (head[4] != type || (next.Level >= 0 && level != next.Level) || !seen.Add(next.Address))
            {
                throw Hdf5Exception.Corrupt($"The index node at address {next.Address} does not belong where it stands.");
            }

            int count = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(6));
            int step = keySize + file.OffsetSize;
            byte[] body = file.Read(next.Address + headSize, (long)count * step);
            if (level == 0)
            {
                for (int i = 0; i < count; i++)
                {
                    yield return (body[(i * step)..((i * step) + keySize)], file.Address(body.AsSpan((i * step) + keySize)));
                }

                continue;
            }

            for (int i = count - 1; i >= 0; i--)
            {
                open.Push((file.Address(body.AsSpan((i * step) + keySize)), level - 1));
            }
        }
    }
}
