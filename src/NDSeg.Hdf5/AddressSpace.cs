namespace NDSeg.Hdf5;

/// <summary>
/// The bytes of an HDF5 file behind its superblock (HDF5 File Format Specification 3.0, section II): sizes of offsets
/// and lengths, the base address, and the root group.
/// </summary>
internal sealed class AddressSpace
{
    /// <summary>Stands for "nothing is stored there".</summary>
    public const long Undefined = -1;

    private readonly IHdf5Source source;
    private long baseAddress;

    private AddressSpace(IHdf5Source source)
    {
        this.source = source;
        Length = source.Length;
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    public int OffsetSize { get; private set; }

    public int LengthSize { get; private set; }

    public long RootAddress { get; private set; }

    public static AddressSpace Open(IHdf5Source bytes)
    {
        long at = 0;
        var file = new AddressSpace(bytes);
        while (!file.ReadAt(at, 8).AsSpan().SequenceEqual((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            at = at == 0 ? 512 : at * 2;
        }

        int version = file.ReadAt(at + 8, 1)[0];
        switch (version)
        {
            case 0 or 1: file.ReadOldSuperblock(at, version); break;
            case 2 or 3: file.ReadNewSuperblock(at); break;
            default: throw Hdf5Exception.Unsupported($"HDF5 superblock version {version}", "Write the file with an older library version, or convert it with h5repack.");
        }

        return file;
    }

    public byte[] Read(long address, long count)
    {
        if (address < 0 || count < 0 || count > int.MaxValue)
        {
            throw Hdf5Exception.Corrupt($"It refers to {count} bytes at address {address}.");
        }

        return ReadAt(baseAddress + address, (int)count);
    }

    /// <summary>Reads a block that must begin with a signature.</summary>
    public byte[] Read(long address, long count, ReadOnlySpan<byte> signature)
    {
        byte[] block = Read(address, count);
        return block.AsSpan().StartsWith(signature)
            ? block
            : throw Hdf5Exception.Corrupt($"Expected a block '{System.Text.Encoding.ASCII.GetString(signature)}' at address {address}.");
    }

    /// <summary>An address; all bits set give <see cref="Undefined"/>.</summary>
    public long Address(ReadOnlySpan<byte> bytes)
    {
        ulong value = Unsigned(bytes[..OffsetSize]);
        ulong undefined = OffsetSize == 8 ? ulong.MaxValue : (1UL << (8 * OffsetSize)) - 1;
        return value == undefined ? Undefined : value <= long.MaxValue / 2 ? (long)value : throw Hdf5Exception.Corrupt($"It refers to address {value}.");
    }

    /// <summary>A length, never negative.</summary>
    public long LengthOf(ReadOnlySpan<byte> bytes)
    {
        ulong value = Unsigned(bytes[..LengthSize]);
        return value <= long.MaxValue ? (long)value : throw Hdf5Exception.Corrupt($"It claims a length of {value}.");
    }

    /// <summary>A little-endian integer of one to eight bytes.</summary>
    public static ulong Unsigned(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    /// <summary>A part of the format that other tools can take out of the file.</summary>
    public static Hdf5Exception Unsupported(string what) => Hdf5Exception.Unsupported(what, "Rewrite the file with h5repack or h5py, uncompressed or with gzip.");

    /// <summary>The one place where offsets meet the end of the file, before anything is allocated.</summary>
    private byte[] ReadAt(long offset, int count)
    {
        if (offset < 0 || offset > Length - count)
        {
            throw Hdf5Exception.Truncated($"Expected {count} bytes at offset {offset}, found a file of {Length} bytes.");
        }

        var buffer = GC.AllocateUninitializedArray<byte>(count);
        source.Read(offset, buffer);
        return buffer;
    }

    private void ReadOldSuperblock(long at, int version)
    {
        byte[] head = ReadAt(at, 24 + (version == 1 ? 4 : 0));
        SetSizes(head[13], head[14]);
        byte[] body = ReadAt(at + head.Length, (4 * OffsetSize) + (2 * OffsetSize));
        baseAddress = Address(body);
        CheckEnd(Address(body.AsSpan(2 * OffsetSize)), at);
        RootAddress = Address(body.AsSpan(5 * OffsetSize));
    }

    private void ReadNewSuperblock(long at)
    {
        byte[] head = ReadAt(at, 12);
        SetSizes(head[9], head[10]);
        byte[] body = ReadAt(at + 12, 4 * OffsetSize);
        baseAddress = Address(body);
        CheckEnd(Address(body.AsSpan(2 * OffsetSize)), at);
        RootAddress = Address(body.AsSpan(3 * OffsetSize));
    }

    private void SetSizes(int offsetSize, int lengthSize)
    {
        if (offsetSize is not (2 or 4 or 8) || lengthSize is not (2 or 4 or 8))
        {
            throw Hdf5Exception.Corrupt($"Its superblock announces offsets of {offsetSize} and lengths of {lengthSize} bytes.");
        }

        OffsetSize = offsetSize;
        LengthSize = lengthSize;
    }

    private void CheckEnd(long end, long superblock)
    {
        if (baseAddress < 0 || baseAddress > superblock)
        {
            throw Hdf5Exception.Corrupt($"Its base address is {baseAddress}.");
        }

        if (end > Length)
        {
            throw Hdf5Exception.Truncated($"Expected {end} bytes, found {Length}.");
        }
    }
}
