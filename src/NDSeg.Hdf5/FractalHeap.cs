using System.Buffers.Binary;
using System.Numerics;

namespace NDSeg.Hdf5;

/// <summary>A fractal heap (III.G), read far enough for the names of large groups.</summary>
internal sealed class FractalHeap
{
    private const int MostDepth = 16;

    private readonly AddressSpace file;
    private int offsetBytes;
    private int lengthBytes;
    private int tableWidth;
    private long startSize;
    private long mostDirect;
    private long rootAddress;
    private int rootRows;

    private FractalHeap(AddressSpace file) => this.file = file;

    public static FractalHeap Open(AddressSpace file, long address)
    {
        int o = file.OffsetSize;
        int l = file.LengthSize;
        int tableAt = 14 + (10 * l) + (2 * o);
        byte[] head = file.Read(address, tableAt + 2 + (2 * l) + 4 + o + 2, "FRHP"u8);
        if (BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(7)) != 0)
        {
            throw AddressSpace.Unsupported("a compressed heap of names");
        }

        var heap = new FractalHeap(file);
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
            throw Hdf5Exception.Corrupt($"The heap at address {address} makes no sense.");
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
            throw AddressSpace.Unsupported("a name too long for its heap");
        }

        ulong offset = AddressSpace.Unsigned(id.Slice(1, offsetBytes));
        long length = (long)AddressSpace.Unsigned(id.Slice(1 + offsetBytes, lengthBytes));
        return file.Read(Locate(offset), length);
    }

    private long Locate(ulong offset)
    {
        long block = rootAddress;
        int rows = rootRows;
        for (int depth = 0; rows > 0; depth++)
        {
            if (depth > MostDepth || block == AddressSpace.Undefined)
            {
                throw Hdf5Exception.Corrupt("A heap of names leads nowhere.");
            }

            (block, offset, rows) = Descend(offset, block, rows);
        }

        return checked(block + (long)offset);
    }

    /// <summary>The child of an indirect block that holds an offset, the offset in it, and its rows (0 for a direct block).</summary>
    private (long Block, ulong Offset, int Rows) Descend(ulong offset, long block, int rows)
    {
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
                return (file.Address(pointer), offset - rowStart - (column * size), below);
            }

            rowStart += rowBytes;
        }

        throw Hdf5Exception.Corrupt("A heap of names ends before one of its objects.");
    }
}
