using System.Buffers.Binary;

namespace NDSeg.IO.Tests;

/// <summary>Makes TIFF files by hand, so that tests can state things no writer would write.</summary>
#pragma warning disable CA1001 // The stream lives inside one method.
internal sealed class TiffBytes(bool little = true, bool big = false)
{
    private MemoryStream file = null!;
    private readonly List<(SortedDictionary<int, (int Type, long[] Values)> Tags, byte[][] Blocks)> pages = [];

    /// <summary>Adds a page; tags not given get the values of an 8-bit grey image in one strip.</summary>
    public TiffBytes Page(int height, int width, byte[][] blocks, params (int Tag, int Type, long[] Values)[] tags)
    {
        var all = new SortedDictionary<int, (int, long[])>
        {
            [256] = (4, [width]),
            [257] = (4, [height]),
            [258] = (3, [8]),
            [259] = (3, [1]),
            [262] = (3, [1]),
            [277] = (3, [1]),
            [278] = (4, [height]),
        };
        foreach ((int tag, int type, long[] values) in tags)
        {
            all[tag] = (type, values);
        }

        pages.Add((all, blocks));
        return this;
    }

    public TiffBytes Page(int height, int width, byte[] strip, params (int Tag, int Type, long[] Values)[] tags) => Page(height, width, [strip], tags);

    public static (int Tag, int Type, long[] Values) Description(string text) => (270, 2, [.. System.Text.Encoding.UTF8.GetBytes(text).Select(b => (long)b), 0]);

    public byte[] ToArray()
    {
        using var made = new MemoryStream();
        file = made;
        file.Write(little ? "II"u8 : "MM"u8);
        Put(big ? 43 : 42, 2);
        if (big)
        {
            Put(8, 2);
            Put(0, 2);
        }

        long next = file.Position;
        Put(0, Offset);
        foreach ((SortedDictionary<int, (int Type, long[] Values)> tags, byte[][] blocks) in pages)
        {
            long[] offsets = [.. blocks.Select(WriteBlock)];
            bool tiled = tags.ContainsKey(322);
            tags.TryAdd(tiled ? 324 : 273, (big ? 16 : 4, offsets));
            tags.TryAdd(tiled ? 325 : 279, (big ? 16 : 4, [.. blocks.Select(b => (long)b.Length)]));
            next = WriteDirectory(tags, next);
        }

        return file.ToArray();
    }

    private int Offset => big ? 8 : 4;

    private long WriteBlock(byte[] block)
    {
        long at = file.Position;
        file.Write(block);
        return at;
    }

    private long WriteDirectory(SortedDictionary<int, (int Type, long[] Values)> tags, long next)
    {
        var places = new Dictionary<int, long>();
        foreach ((int tag, (int type, long[] values)) in tags)
        {
            if (Size(type) * values.Length > Offset)
            {
                places[tag] = file.Position;
                PutAll(type, values);
            }
        }

        long directory = file.Position;
        Put(tags.Count, big ? 8 : 2);
        foreach ((int tag, (int type, long[] values)) in tags)
        {
            Put(tag, 2);
            Put(type, 2);
            Put(type == 5 ? values.Length / 2 : values.Length, Offset);
            if (places.TryGetValue(tag, out long place))
            {
                Put(place, Offset);
            }
            else
            {
                PutAll(type, values);
                Put(0, Offset - (Size(type) * values.Length));
            }
        }

        long pointer = file.Position;
        Put(0, Offset);
        long end = file.Position;
        file.Position = next;
        Put(directory, Offset);
        file.Position = end;
        return pointer;
    }

    private static int Size(int type) => type switch { 3 => 2, 4 or 5 => 4, 16 => 8, _ => 1 };

    private void PutAll(int type, long[] values)
    {
        foreach (long value in values)
        {
            Put(value, Size(type));
        }
    }

    private void Put(long value, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        bytes = bytes[..size];
        if (!little)
        {
            bytes.Reverse();
        }

        file.Write(bytes);
    }
}
