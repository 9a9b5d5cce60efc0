namespace NDSeg.Hdf5;

/// <summary>
/// The bytes of an HDF5 file behind its superblock (HDF5 File Format Specification 3.0, section II): sizes of offsets
/// and lengths, the base address, and the root group.
/// </summary>
internal sealed class AddressSpace
{
    /// <summary>Stands for "nothing is stored there".</summary>
    public const long Undefined = -1;

    private const long MostAlways = 16L << 20;
    private const long MostPerByte = 16;
    private const int CostOfRead = 32;

    private const int MostGroups = 16;

    private readonly Dictionary<long, Dictionary<string, Link>> groups = [];
    private long baseAddress;
    private long budget;

    private AddressSpace(IHdf5Source source, Neighbours files, string? name)
    {
        Source = source;
        Files = files;
        Name = name;
        Length = source.Length;
    }

    /// <summary>The bytes.</summary>
    public IHdf5Source Source { get; }

    /// <summary>The files that are read with this one.</summary>
    public Neighbours Files { get; }

    /// <summary>The name by which another file refers to this one; null for the file that was opened.</summary>
    public string? Name { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    public int OffsetSize { get; private set; }

    public int LengthSize { get; private set; }

    public long RootAddress { get; private set; }

    /// <summary>Reads the superblock.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="files">The files that are read with it.</param>
    /// <param name="name">See <see cref="Name"/>.</param>
    public static AddressSpace Open(IHdf5Source bytes, Neighbours files, string? name = null)
    {
        long at = 0;
        var file = new AddressSpace(bytes, files, name);
        file.Begin();
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

    /// <summary>
    /// Begins an operation. Structures that overlap or are referred to again and again would let a small file ask for any
    /// amount of work; honest ones are read a few times at most.
    /// </summary>
    public void Begin() => budget = MostAlways + (MostPerByte * Length);

    /// <summary>A member of the group at an address; null where there is no such member, or no group. The last groups are kept.</summary>
    public Link? Member(long address, string name)
    {
        if (!groups.TryGetValue(address, out Dictionary<string, Link>? members))
        {
            members = new Dictionary<string, Link>(StringComparer.Ordinal);
            foreach (Link link in Group.Links(this, ObjectHeader.Read(this, address)) ?? [])
            {
                members.TryAdd(link.Name, link);
            }

            if (groups.Count == MostGroups)
            {
                groups.Clear();
            }

            groups.Add(address, members);
        }

        return members.GetValueOrDefault(name);
    }

    /// <summary>Reads elements; what is stored for them was measured against the file before.</summary>
    public byte[] ReadData(long address, long count)
    {
        RequireSize(address, count);
        return ReadAt(baseAddress + address, (int)count);
    }

    /// <summary>Reads metadata.</summary>
    public byte[] Read(long address, long count)
    {
        RequireSize(address, count);
        budget -= count + CostOfRead;
        if (budget < 0)
        {
            throw Hdf5Exception.Corrupt($"Its structures refer to each other so often that reading them would take many times the {Length} bytes of the file.");
        }

        return ReadAt(baseAddress + address, (int)count);
    }

    private static void RequireSize(long address, long count)
    {
        if (address < 0 || count < 0 || count > int.MaxValue)
        {
            throw Hdf5Exception.Corrupt($"It refers to {count} bytes at address {address}.");
        }
    }

    /// <summary>Reads a block that begins with a signature and ends with a checksum.</summary>
    public byte[] ReadChecked(long address, long count, ReadOnlySpan<byte> signature)
    {
        byte[] block = Read(address, count, signature);
        MetadataChecksum.Require(block, address);
        return block;
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
        Source.Read(offset, buffer);
        return buffer;
    }

    private void ReadOldSuperblock(long at, int version)
    {
        byte[] head = ReadAt(at, 24 + (version == 1 ? 4 : 0));
        SetSizes(head[13], head[14]);
        byte[] body = ReadAt(at + head.Length, (4 * OffsetSize) + (2 * OffsetSize));
        Locate(Address(body), Address(body.AsSpan(2 * OffsetSize)), at);
        RootAddress = Address(body.AsSpan(5 * OffsetSize));
    }

    private void ReadNewSuperblock(long at)
    {
        byte[] head = ReadAt(at, 12);
        SetSizes(head[9], head[10]);
        byte[] body = ReadAt(at + 12, 4 * OffsetSize);
        MetadataChecksum.Require(ReadAt(at, 12 + body.Length + 4), at);
        Locate(Address(body), Address(body.AsSpan(2 * OffsetSize)), at);
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

    /// <summary>
    /// Addresses count from the superblock. Tools that put a user block in front of a file leave the base address as it was;
    /// then the end of the file has moved as well.
    /// </summary>
    private void Locate(long stored, long end, long superblock)
    {
        if (stored < 0)
        {
            throw Hdf5Exception.Corrupt("Its base address is undefined.");
        }

        baseAddress = superblock;
        end += superblock - stored;
        if (end > Length)
        {
            throw Hdf5Exception.Truncated($"Expected {end} bytes, found {Length}.");
        }
    }
}
