using System.Buffers.Binary;

namespace NDSeg.Hdf5.Tests;

/// <summary>Files written by h5py, in which element i of every dataset is 7 i mod 251.</summary>
internal static class Hdf5Fixture
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    public static long[] Counting(long count) => [.. Enumerable.Range(0, (int)count).Select(i => (long)(i * 7 % 251))];

    /// <summary>All elements of a dataset of integers.</summary>
    public static long[] ReadAll(Hdf5Dataset dataset)
    {
        dataset.Prepare();
        return Integers(dataset.Type, dataset.Read(new long[dataset.Lengths.Count], [.. dataset.Lengths]));
    }

    public static long[] Integers(Hdf5Type type, byte[] bytes) => [.. bytes.Chunk(type.Size).Select(element =>
    {
        if (type.IsBigEndian)
        {
            Array.Reverse(element);
        }

        return type.Size switch
        {
            1 => element[0],
            2 => BinaryPrimitives.ReadInt16LittleEndian(element),
            4 => BinaryPrimitives.ReadInt32LittleEndian(element),
            _ => BinaryPrimitives.ReadInt64LittleEndian(element),
        };
    })];
}
