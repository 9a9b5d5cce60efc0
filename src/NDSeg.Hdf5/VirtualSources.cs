using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NDSeg.Hdf5;

/// <summary>The datasets a virtual dataset is made of, each opened once.</summary>
/// <param name="file">The file of the virtual dataset.</param>
/// <param name="type">Its elements.</param>
internal sealed class VirtualSources(AddressSpace file, Hdf5Type type)
{
    private readonly Dictionary<(string File, string Dataset), RowReader?> known = [];

    /// <summary>The source of a mapping; null when its file or dataset is not there.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="block">Number of the block, where every block has a source of its own.</param>
    /// <exception cref="Hdf5Exception">It is damaged, or its elements are others than those of the virtual dataset.</exception>
    public RowReader? Find(VirtualMapping mapping, long block)
    {
        (string File, string Dataset) name = (mapping.File.At(block), mapping.Dataset.At(block));
        if (!known.TryGetValue(name, out RowReader? source))
        {
            source = file.Files.Nested(() => Open(name.File, name.Dataset));
            known.Add(name, source);
        }

        return source;
    }

    /// <summary>Brings elements of a source into the byte order of the virtual dataset.</summary>
    public void Convert(Hdf5Dataset source, Span<byte> data)
    {
        if (source.Type.IsBigEndian == type.IsBigEndian)
        {
            return;
        }

        switch (type.Size)
        {
            case 2:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(data);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                Span<uint> longs = MemoryMarshal.Cast<byte, uint>(data);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            case 8:
                Span<ulong> quads = MemoryMarshal.Cast<byte, ulong>(data);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }

    private RowReader? Open(string fileName, string name)
    {
        if ((fileName == "." ? file : file.Files.Find(file, fileName)) is not AddressSpace target)
        {
            return null;
        }

        try
        {
            return Hdf5Exception.Guard(() => Load(target, name), target == file ? null : fileName);
        }
        catch (Hdf5Exception e) when (e.Kind == Hdf5ErrorKind.Missing)
        {
            return null;
        }
    }

    private RowReader? Load(AddressSpace target, string name)
    {
        file.Files.Spend(1 << 10);
        if (Catalog.Find(target, name, CancellationToken.None) is not Hdf5Dataset source)
        {
            return null;
        }

        if (source.Type.Kind != type.Kind || source.Type.Size != type.Size)
        {
            throw AddressSpace.Unsupported($"a virtual dataset of {type.Name} made of {source.Type.Name}");
        }

        source.Load();
        return new RowReader(source, file.Files);
    }
}
