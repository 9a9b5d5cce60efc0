using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>Objects in global heaps (III.E): text of variable length, and the mappings of virtual datasets.</summary>
internal static class GlobalHeap
{
    /// <summary>The bytes of an object, or null when the collection has none of that number.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">Address of the collection.</param>
    /// <param name="number">Number of the object in it.</param>
    public static ReadOnlyMemory<byte>? Find(AddressSpace file, long address, uint number)
    {
        byte[] head = file.Read(address, 8 + file.LengthSize, "GCOL"u8);
        byte[] heap = file.Read(address, file.LengthOf(head.AsSpan(8)));
        int step = 8 + file.LengthSize;
        for (int at = head.Length; at + step <= heap.Length;)
        {
            int index = BinaryPrimitives.ReadUInt16LittleEndian(heap.AsSpan(at));
            long size = file.LengthOf(heap.AsSpan(at + 8));
            if (index == 0 || size > heap.Length)
            {
                break;
            }

            if (index == number)
            {
                return heap.AsMemory(at + step, (int)size);
            }

            at += step + (int)((size + 7) / 8 * 8);
        }

        return null;
    }
}
