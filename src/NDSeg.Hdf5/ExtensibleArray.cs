using System.Numerics;

namespace NDSeg.Hdf5;

/// <summary>The blocks of an extensible array (VII.D), the index of datasets with one unlimited axis.</summary>
/// <param name="file">The file.</param>
/// <param name="entrySize">Bytes of an entry.</param>
/// <param name="offsetBytes">Bytes of a block's place in the array.</param>
/// <param name="blockLeast">Entries in the smallest data block.</param>
/// <param name="pageBits">A data block of more than 2^pageBits entries is cut into pages.</param>
internal sealed class ExtensibleArray(AddressSpace file, int entrySize, int offsetBytes, int blockLeast, int pageBits)
{
    /// <summary>Runs of raw entries with the number of their first one; blocks that do not exist are left out.</summary>
    /// <param name="address">Address of the index block.</param>
    /// <param name="inIndex">Entries in the index block itself.</param>
    /// <param name="blockPointers">The least number of data block pointers in a super block.</param>
    /// <param name="maxBits">Bits of the greatest entry number.</param>
    /// <param name="count">Number of entries that were ever set.</param>
    public IEnumerable<(long First, byte[] Entries)> Entries(long address, int inIndex, int blockPointers, int maxBits, long count)
    {
        int superBlocks = 1 + maxBits - BitOperations.Log2((uint)blockLeast);
        int direct = 2 * BitOperations.Log2((uint)blockPointers);
        long directBlocks = 2L * (blockPointers - 1);
        long prefix = 6 + file.OffsetSize;
        _ = file.Read(address, 4, "EAIB"u8);
        yield return (0, file.Read(address + prefix, (long)inIndex * entrySize));
        long at = address + prefix + ((long)inIndex * entrySize);
        long superAt = at + (directBlocks * file.OffsetSize);
        long first = inIndex;
        for (int s = 0; s < superBlocks && first < count; s++)
        {
            long blocks = 1L << (s / 2);
            long inBlock = (1L << ((s + 1) / 2)) * blockLeast;
            long pointersAt = at;
            byte[]? pages = null;
            if (s < direct)
            {
                at += blocks * file.OffsetSize;
            }
            else
            {
                long super = file.Address(file.Read(superAt + ((s - direct) * (long)file.OffsetSize), file.OffsetSize));
                if (super == AddressSpace.Undefined)
                {
                    first += blocks * inBlock;
                    continue;
                }

                _ = file.Read(super, 4, "EASB"u8);
                pointersAt = super + prefix + offsetBytes;
                if (inBlock > 1L << pageBits)
                {
                    pages = file.Read(pointersAt, blocks * PageBytes(inBlock));
                    pointersAt += pages.Length;
                }
            }

            for (long b = 0; b < blocks && first < count; b++, first += inBlock)
            {
                long block = file.Address(file.Read(pointersAt + (b * file.OffsetSize), file.OffsetSize));
                if (block == AddressSpace.Undefined)
                {
                    continue;
                }

                byte[]? present = pages?[(int)(b * PageBytes(inBlock))..(int)((b + 1) * PageBytes(inBlock))];
                foreach ((long, byte[]) run in Block(block, first, inBlock, present))
                {
                    yield return run;
                }
            }
        }
    }

    private long PageBytes(long inBlock) => ((inBlock >> pageBits) + 7) / 8;

    private IEnumerable<(long First, byte[] Entries)> Block(long address, long first, long count, byte[]? present)
    {
        _ = file.Read(address, 4, "EADB"u8);
        long prefix = 6 + file.OffsetSize + offsetBytes;
        long perPage = 1L << pageBits;
        if (count <= perPage)
        {
            yield return (first, file.Read(address + prefix, count * entrySize));
            yield break;
        }

        long at = address + prefix + 4;
        for (long page = 0; page < count / perPage; page++, at += (perPage * entrySize) + 4)
        {
            if (present is null || (present[page / 8] & (0x80 >> (int)(page % 8))) != 0)
            {
                yield return (first + (page * perPage), file.Read(at, perPage * entrySize));
            }
        }
    }
}
