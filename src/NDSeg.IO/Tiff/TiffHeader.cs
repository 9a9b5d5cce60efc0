using System.Buffers.Binary;
using NDSeg.IO.Files;

namespace NDSeg.IO.Tiff;

/// <summary>Byte order and flavour of a TIFF file.</summary>
internal sealed record TiffHeader(bool IsLittleEndian, bool IsBig, long FirstDirectory)
{
    /// <summary>Bytes of an offset or a count.</summary>
    public int OffsetSize => IsBig ? 8 : 4;

    public static TiffHeader Read(ByteSource source)
    {
        byte[] head = source.ReadAt(0, 8);
        bool little = head[0] == (byte)'I';
        var header = new TiffHeader(little, IsBig: false, 0);
        if (header.Unsigned(head.AsSpan(2, 2)) == 42)
        {
            return header with { FirstDirectory = (long)header.Unsigned(head.AsSpan(4, 4)) };
        }

        if (header.Unsigned(head.AsSpan(4, 2)) != 8)
        {
            throw FileErrors.Corrupt(source.Path, "Its BigTIFF header does not announce 8-byte offsets.");
        }

        return new TiffHeader(little, IsBig: true, (long)header.Unsigned(source.ReadAt(8, 8)));
    }

    /// <summary>An unsigned integer of 1, 2, 4 or 8 bytes in the byte order of the file.</summary>
    public ulong Unsigned(ReadOnlySpan<byte> bytes) => (bytes.Length, IsLittleEndian) switch
    {
        (1, _) => bytes[0],
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (8, true) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (8, false) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(bytes)),
    };
}
