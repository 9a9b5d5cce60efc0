using System.Buffers.Binary;
using System.Text;

namespace NDSeg.Torch.Native;

/// <summary>
/// The symbol versions of a 64-bit little-endian ELF shared library, read through its program headers as the dynamic
/// loader does, so that stripped section headers do not matter. Layout: System V gABI, and the Linux Standard Base on
/// symbol versions.
/// </summary>
internal sealed class ElfImage
{
    private const int LoadSegment = 1;
    private const int DynamicSegment = 2;
    private const long TagPltRelSize = 2;
    private const long TagStringTable = 5;
    private const long TagRela = 7;
    private const long TagRelaSize = 8;
    private const long TagStringSize = 10;
    private const long TagJumpRel = 23;
    private const long TagVersionSymbols = 0x6ffffff0;
    private const long TagVersionDefinitions = 0x6ffffffc;
    private const long TagVersionDefinitionCount = 0x6ffffffd;
    private const long TagVersionNeeds = 0x6ffffffe;
    private const long TagVersionNeedCount = 0x6fffffff;
    private const int RelocationSize = 24;

    private readonly byte[] file;
    private readonly List<(long Address, long Offset, long Size)> segments = [];
    private readonly Dictionary<long, long> dynamic = [];

    /// <summary>Reads an image.</summary>
    /// <param name="file">The bytes of the file; kept, not copied.</param>
    /// <exception cref="InvalidDataException">Not such a file, or one that points outside itself.</exception>
    public ElfImage(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        this.file = file;
        if (file.Length < 64 || BinaryPrimitives.ReadUInt32BigEndian(file) != 0x7f454c46 || file[4] != 2 || file[5] != 1)
        {
            throw new InvalidDataException("Expected a 64-bit little-endian ELF file.");
        }

        ReadSegments();
        VersionNeeds = ReadNeeds();
        VersionDefinitions = ReadDefinitions();
    }

    /// <summary>The versions this library asks others for.</summary>
    public IReadOnlyList<ElfVersionNeed> VersionNeeds { get; }

    /// <summary>The versions this library defines.</summary>
    public IReadOnlyList<string> VersionDefinitions { get; }

    /// <summary>Whether any relocation refers to a symbol of the given version, so that the library cannot do without it.</summary>
    public bool IsRelocatedTo(ElfVersionNeed need)
        => AnyRelocation(TagRela, TagRelaSize, need.Index) || AnyRelocation(TagJumpRel, TagPltRelSize, need.Index);

    /// <summary>A copy of the file with the weak flag set on the given needs.</summary>
    public byte[] WithWeak(IEnumerable<ElfVersionNeed> needs)
    {
        byte[] copy = (byte[])file.Clone();
        foreach (ElfVersionNeed need in needs)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(need.FlagsOffset), (ushort)(need.Flags | ElfVersionNeed.WeakFlag));
        }

        return copy;
    }

    private void ReadSegments()
    {
        long table = Int64(32);
        int size = UInt16(54);
        int count = UInt16(56);
        (long Offset, long Size) section = default;
        for (int i = 0; i < count; i++)
        {
            long header = table + ((long)i * size);
            uint type = UInt32(header);
            if (type == LoadSegment)
            {
                segments.Add((Int64(header + 16), Int64(header + 8), Int64(header + 32)));
            }
            else if (type == DynamicSegment)
            {
                section = (Int64(header + 8), Int64(header + 32));
            }
        }

        for (long at = section.Offset; at + 16 <= section.Offset + section.Size; at += 16)
        {
            long tag = Int64(at);
            if (tag == 0)
            {
                break;
            }

            dynamic.TryAdd(tag, Int64(at + 8));
        }
    }

    private List<ElfVersionNeed> ReadNeeds()
    {
        var needs = new List<ElfVersionNeed>();
        long at = OffsetOf(TagVersionNeeds);
        long count = dynamic.GetValueOrDefault(TagVersionNeedCount);
        for (long i = 0; at >= 0 && i < count; i++)
        {
            string library = Text(UInt32(at + 4));
            long entry = at + UInt32(at + 8);
            int entries = UInt16(at + 2);
            for (int j = 0; j < entries; j++)
            {
                needs.Add(new ElfVersionNeed(library, Text(UInt32(entry + 8)), UInt16(entry + 4), checked((int)(entry + 4)), UInt16(entry + 6)));
                entry += UInt32(entry + 12);
            }

            at += UInt32(at + 12);
        }

        return needs;
    }

    private List<string> ReadDefinitions()
    {
        var names = new List<string>();
        long at = OffsetOf(TagVersionDefinitions);
        long count = dynamic.GetValueOrDefault(TagVersionDefinitionCount);
        for (long i = 0; at >= 0 && i < count; i++)
        {
            names.Add(Text(UInt32(at + UInt32(at + 12))));
            at += UInt32(at + 16);
        }

        return names;
    }

    private bool AnyRelocation(long tableTag, long sizeTag, ushort version)
    {
        long table = OffsetOf(tableTag);
        long versions = OffsetOf(TagVersionSymbols);
        long size = dynamic.GetValueOrDefault(sizeTag);
        for (long at = table; table >= 0 && versions >= 0 && at + RelocationSize <= table + size; at += RelocationSize)
        {
            long symbol = UInt32(at + 12);
            if (symbol != 0 && (UInt16(versions + (symbol * 2)) & 0x7fff) == version)
            {
                return true;
            }
        }

        return false;
    }

    private long OffsetOf(long tag)
    {
        if (!dynamic.TryGetValue(tag, out long address))
        {
            return -1;
        }

        foreach ((long start, long offset, long size) in segments)
        {
            if (address >= start && address - start < size)
            {
                return address - start + offset;
            }
        }

        throw new InvalidDataException($"Expected the dynamic table to point into the file, found address 0x{address:x}.");
    }

    private string Text(uint index)
    {
        long start = OffsetOf(TagStringTable);
        long size = dynamic.GetValueOrDefault(TagStringSize);
        if (start < 0 || index >= size || start + size > file.Length)
        {
            throw new InvalidDataException("Expected a string inside the string table of the ELF file.");
        }

        ReadOnlySpan<byte> text = file.AsSpan((int)(start + index), (int)(size - index));
        int end = text.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? text : text[..end]);
    }

    private ReadOnlySpan<byte> Bytes(long offset, int count)
        => offset >= 0 && offset <= file.Length - count
            ? file.AsSpan((int)offset, count)
            : throw new InvalidDataException($"Expected {count} bytes at offset {offset} of the ELF file, found its end at {file.Length}.");

    private ushort UInt16(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(offset, 2));

    private uint UInt32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(offset, 4));

    private long Int64(long offset) => BinaryPrimitives.ReadInt64LittleEndian(Bytes(offset, 8));
}
