using System.Text;

namespace NDSeg.Hdf5;

/// <summary>Where some elements of a virtual dataset come from.</summary>
/// <param name="File">Name of a file; a dot for the file of the virtual dataset.</param>
/// <param name="Dataset">Path of a dataset in it.</param>
/// <param name="Source">Elements of that dataset.</param>
/// <param name="Target">Elements of the virtual dataset, as many.</param>
internal sealed record VirtualMapping(SourceName File, SourceName Dataset, StoredSelection Source, StoredSelection Target)
{
    /// <summary>Whether every block along the unlimited axis has a source of its own.</summary>
    public bool IsNumbered => File.IsNumbered || Dataset.IsNumbered;

    /// <summary>The mappings of a virtual dataset, in the order of the file.</summary>
    public static IReadOnlyList<VirtualMapping> Load(AddressSpace file, Layout layout)
    {
        if (layout.Address == AddressSpace.Undefined)
        {
            return [];
        }

        ReadOnlyMemory<byte> block = GlobalHeap.Find(file, layout.Address, layout.HeapObject) ?? throw Hdf5Exception.Corrupt("A virtual dataset refers to nothing.");
        ReadOnlySpan<byte> rest = block.Span;
        if (rest[0] != 0)
        {
            throw AddressSpace.Unsupported($"mappings of a virtual dataset of version {rest[0]}");
        }

        MetadataChecksum.Require(rest, layout.Address);
        long count = file.LengthOf(rest[1..]);
        rest = rest[(1 + file.LengthSize)..^4];
        var mappings = new List<VirtualMapping>();
        for (long i = 0; i < count; i++)
        {
            mappings.Add(new VirtualMapping(Name(ref rest), Name(ref rest), StoredSelection.Parse(ref rest), StoredSelection.Parse(ref rest)));
            mappings[^1].Check();
        }

        return mappings;
    }

    private static SourceName Name(ref ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(bytes[..end]);
        bytes = bytes[(end + 1)..];
        return new SourceName(text);
    }

    private void Check()
    {
        bool isMatched = Target.UnlimitedAxis >= 0
            ? IsNumbered != Source.UnlimitedAxis >= 0
            : !IsNumbered && Source.UnlimitedAxis < 0;
        if (!isMatched)
        {
            throw Hdf5Exception.Corrupt("A virtual dataset maps a source that does not end to elements that do, or the other way round.");
        }
    }
}
