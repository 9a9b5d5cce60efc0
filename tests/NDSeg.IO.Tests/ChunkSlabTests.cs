using NDSeg.Hdf5;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Hdf5;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Slices across chunks that are too large to be kept are read in runs.</summary>
public class ChunkSlabTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Slices_across_the_chunks_are_the_same_and_unpacked_once_per_run(int axis)
    {
        (List<byte[]> kept, int keptReads) = ReadAll(axis, long.MaxValue / 2, reverse: false);
        (List<byte[]> run, int runReads) = ReadAll(axis, mostBytes: 2000, reverse: false);
        (List<byte[]> alone, int aloneReads) = ReadAll(axis, mostBytes: 2000, reverse: true);
        Assert.Equal(kept, run);
        Assert.Equal(kept, alone);
        Assert.True(keptReads < runReads && runReads < aloneReads * 2 / 3, $"{keptReads} reads with all chunks kept, {runReads} in runs, {aloneReads} one by one");
    }

    private static (List<byte[]> Slices, int Reads) ReadAll(int axis, long mostBytes, bool reverse)
    {
        var counted = new CountingSource(File.ReadAllBytes(Fixture.PathOf("chunks_latest.h5")));
        using Hdf5File file = Hdf5File.Open(counted);
        Hdf5Dataset dataset = file.Find("deep")!;
        dataset.Prepare();
        int before = counted.Reads;
        int[] others = [.. Enumerable.Range(0, 3).Where(a => a != axis)];
        var slab = new ChunkSlab(new Hdf5Chunks(dataset), new SliceAxes(axis, -1, others[0], others[1]), mostBytes);
        var slices = new byte[dataset.Lengths[axis]][];
        IEnumerable<int> order = Enumerable.Range(0, slices.Length);
        foreach (int slice in reverse ? order.Reverse() : order)
        {
            var planes = new PlaneSet(PixelType.UInt16, (int)dataset.Lengths[others[0]], (int)dataset.Lengths[others[1]], 1);
            slab.Read(slice, planes, CancellationToken.None);
            slices[slice] = new byte[Buffer.ByteLength(planes.Planes[0])];
            Buffer.BlockCopy(planes.Planes[0], 0, slices[slice], 0, slices[slice].Length);
        }

        return ([.. slices], counted.Reads - before);
    }

    private sealed class CountingSource(byte[] bytes) : IHdf5Source
    {
        public int Reads { get; private set; }

        public long Length => bytes.Length;

        public void Read(long offset, Span<byte> buffer)
        {
            Reads++;
            bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer);
        }
    }
}
