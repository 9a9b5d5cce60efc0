using System.Buffers.Binary;
using System.Numerics;

namespace NDSeg.IO.Hdf;

/// <summary>A fractal heap (III.G), read far enough for the names of large groups.</summary>
internal sealed class HdfFractalHeap
{
    private readonly HdfSource file;
    private int offsetBytes;
    private int lengthBytes;
    private int tableWidth;
    private long startSize;
    private long mostDirect;
    private long rootAddress;
    private int rootRows;

    private HdfFractalHeap(HdfSource file) => this.file = file;

    public static HdfFractalHeap Open(HdfSource file, long address)
    {
        int o = file.OffsetSize;
        int l = file.LengthSize;
        int tableAt = 14 + (10 * l) + (2 * o);
        byte[] head = file.Read(address, tableAt + 2 + (2 * l) + 4 + o + 2, "FRHP"u8);
        if (BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(7)) != 0)
        {
            throw file.Unsupported("a compressed heap of names");
        }

        var heap = new HdfFractalHeap(file);
        ReadOnlySpan<byte> table = head.AsSpan(tableAt);
        heap.tableWidth = BinaryPrimitives.ReadUInt16LittleEndian(table);
        heap.startSize = file.LengthOf(table[2..]);
        heap.mostDirect = file.LengthOf(table[(2 + l)..]);
        int heapBits = BinaryPrimitives.ReadUInt16LittleEndian(table[(2 + (2 * l))..]);
        heap.rootAddress = file.Address(table[(6 + (2 * l))..]);
        heap.rootRows = BinaryPrimitives.ReadUInt16LittleEndian(table[(6 + (2 * l) + o)..]);
        uint mostManaged = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(10));
        if (heap.startSize < 1 || heap.mostDirect < heap.startSize || heapBits is 0 or > 64 || heap.tableWidth == 0 || heap.rootRows > 64)
        {
            throw file.Corrupt($"The heap at address {address} makes no sense.");
        }

        heap.offsetBytes = (heapBits + 7) / 8;
        heap.lengthBytes = Math.Min(
            (BitOperations.Log2((ulong)heap.mostDirect) + 7) / 8,
            (BitOperations.Log2(Math.Max(1, mostManaged)) / 8) + 1);
        return heap;
    }

    /// <summary>The bytes of an object by its heap ID.</summary>
    public byte[] Object(ReadOnlySpan<byte> id)
    {
        int kind = (id[0] >> 4) & 3;
        if (kind == 2)
        {
            return id.Slice(1, (id[0] & 0x0F) + 1).ToArray();
        }

        if (kind != 0)
        {
            throw file.Unsupported("a name too long for its heap");
        }

        ulong offset = HdfSource.Unsigned(id.Slice(1, offsetBytes));
        long length = (long)HdfSource.Unsigned(id.Slice(1 + offsetBytes, lengthBytes));
        return file.Read(Locate(offset, rootAddress, rootRows, depth: 0), length);
    }

    private long Locate(ulong offset, long block, int rows, int depth)
    {
        if (rows == 0)
        {
            return checked(block + (long)offset);
        }

        if (depth > 16 || block == HdfSource.Undefined)
        {
            throw file.Corrupt("A heap of names leads nowhere.");
        }

        int headSize = 5 + file.OffsetSize + offsetBytes;
        ulong rowStart = 0;
        for (int row = 0, slot = 0; row < rows; row++, slot += tableWidth)
        {
            ulong size = (ulong)startSize << Math.Max(0, row - 1);
            ulong rowBytes = size * (ulong)tableWidth;
            if (offset - rowStart < rowBytes)
            {
                ulong column = (offset - rowStart) / size;
                byte[] pointer = file.Read(block + headSize + ((slot + (long)column) * file.OffsetSize), file.OffsetSize);
                int below = size <= (ulong)mostDirect ? 0 : BitOperations.Log2(size / ((ulong)startSize * (ulong)tableWidth)) + 1;
                return Locate(offset - rowStart - (column * size), file.Address(pointer), below, depth + 1);
            }

            rowStart += rowBytes;
        }

        throw file.Corrupt("A heap of names ends before one of its objects.");
    }
}
