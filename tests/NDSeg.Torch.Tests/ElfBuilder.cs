using System.Buffers.Binary;
using System.Text;

namespace NDSeg.Torch.Tests;

/// <summary>Writes a small ELF shared library by the letter of the specification, without the code under test.</summary>
internal sealed class ElfBuilder
{
    // One segment: file offset f is at address f + Base.
    private const long Base = 0x10000;

    private readonly List<byte> strings = [0];

    /// <summary>Library and versions asked for.</summary>
    public List<(string Library, string[] Versions)> Needs { get; } = [];

    /// <summary>Versions defined.</summary>
    public List<string> Definitions { get; } = [];

    /// <summary>Version index of every dynamic symbol; symbol 0 is the null symbol.</summary>
    public List<ushort> SymbolVersions { get; } = [0];

    /// <summary>Symbols relocations refer to.</summary>
    public List<int> Relocations { get; } = [];

    /// <summary>The number the n-th version asked for gets.</summary>
    public static ushort IndexOf(int n) => (ushort)(2 + n);

    public byte[] Build()
    {
        byte[] need = NeedTable();
        byte[] definition = DefinitionTable();
        byte[] versions = [.. SymbolVersions.SelectMany(BitConverter.GetBytes)];
        byte[] relocations = [.. Relocations.SelectMany(s => BitConverter.GetBytes(0L).Concat(BitConverter.GetBytes(((long)s << 32) | 6)).Concat(BitConverter.GetBytes(0L)))];
        byte[] text = [.. strings];

        long at = 64 + (2 * 56);
        long dynamicAt = at;
        at += 10 * 16;
        long needAt = at;
        at += need.Length;
        long definitionAt = at;
        at += definition.Length;
        long versionsAt = at;
        at += versions.Length;
        long relocationsAt = at;
        at += relocations.Length;
        long textAt = at;
        at += text.Length;

        var file = new byte[at];
        Span<byte> f = file;
        BinaryPrimitives.WriteUInt32BigEndian(f, 0x7f454c46);
        f[4] = 2;
        f[5] = 1;
        f[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(f[16..], 3);
        BinaryPrimitives.WriteUInt16LittleEndian(f[18..], 62);
        BinaryPrimitives.WriteInt64LittleEndian(f[32..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(f[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(f[56..], 2);
        Segment(f[64..], 1, 0, at);
        Segment(f[(64 + 56)..], 2, dynamicAt, 10 * 16);
        (long Tag, long Value)[] dynamic =
        [
            (5, Base + textAt), (10, text.Length), (0x6ffffff0, Base + versionsAt),
            (0x6ffffffe, Base + needAt), (0x6fffffff, Needs.Count), (0x6ffffffc, Base + definitionAt), (0x6ffffffd, Definitions.Count),
            (7, Base + relocationsAt), (8, relocations.Length), (0, 0),
        ];
        for (int i = 0; i < dynamic.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(f[(int)(dynamicAt + (16 * i))..], dynamic[i].Tag);
            BinaryPrimitives.WriteInt64LittleEndian(f[(int)(dynamicAt + (16 * i) + 8)..], dynamic[i].Value);
        }

        need.CopyTo(file, needAt);
        definition.CopyTo(file, definitionAt);
        versions.CopyTo(file, versionsAt);
        relocations.CopyTo(file, relocationsAt);
        text.CopyTo(file, textAt);
        return file;
    }

    private static void Segment(Span<byte> header, uint type, long offset, long size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, type);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], offset);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], Base + offset);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], size);
    }

    private byte[] NeedTable()
    {
        var table = new MemoryStream();
        using var writer = new BinaryWriter(table);
        int index = 0;
        for (int n = 0; n < Needs.Count; n++)
        {
            (string library, string[] versions) = Needs[n];
            writer.Write((ushort)1);
            writer.Write((ushort)versions.Length);
            writer.Write(Text(library));
            writer.Write(16u);
            writer.Write(n == Needs.Count - 1 ? 0u : 16u + (16u * (uint)versions.Length));
            for (int v = 0; v < versions.Length; v++)
            {
                writer.Write(0xdeadu);
                writer.Write((ushort)0);
                writer.Write(IndexOf(index++));
                writer.Write(Text(versions[v]));
                writer.Write(v == versions.Length - 1 ? 0u : 16u);
            }
        }

        return table.ToArray();
    }

    private byte[] DefinitionTable()
    {
        var table = new MemoryStream();
        using var writer = new BinaryWriter(table);
        for (int d = 0; d < Definitions.Count; d++)
        {
            writer.Write((ushort)1);
            writer.Write((ushort)0);
            writer.Write((ushort)(d + 1));
            writer.Write((ushort)1);
            writer.Write(0u);
            writer.Write(20u);
            writer.Write(d == Definitions.Count - 1 ? 0u : 28u);
            writer.Write(Text(Definitions[d]));
            writer.Write(0u);
        }

        return table.ToArray();
    }

    private uint Text(string value)
    {
        uint at = (uint)strings.Count;
        strings.AddRange(Encoding.ASCII.GetBytes(value + "\0"));
        return at;
    }
}
