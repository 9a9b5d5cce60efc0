using NDSeg.Cpu.Tiles;
using NDSeg.Filters.Volumes;
using NDSeg.Images;

namespace NDSeg.Cpu.Volumes;

/// <summary>How a volume is cut into slabs of slices, and slabs into blocks. The cut never changes a result.</summary>
internal static class VolumeCut
{
    private const int BlockHeight = 128;
    private const int BlockWidth = 128;

    // Bytes that the slices of a slab, their neighbours and their results may take.
    private const long SlabBytes = 512L << 20;
    private const int LeastSlab = 16;

    /// <summary>The blocks of a slab.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="first">First slice of the slab.</param>
    /// <param name="depth">Its slices.</param>
    /// <param name="edge">Edge of a block; 0 for the default.</param>
    internal static VolumeBlock[] Blocks(SegVolume volume, int first, int depth, int edge)
        => [.. TileGrid.Cover(volume.Height, volume.Width, edge > 0 ? edge : BlockHeight, edge > 0 ? edge : BlockWidth).Select(t => new VolumeBlock(first, t.Y, t.X, depth, t.Height, t.Width))];

    /// <summary>Slabs that cover places, in order.</summary>
    /// <param name="places">Places in ascending order.</param>
    /// <param name="most">Most slices of a slab.</param>
    internal static IEnumerable<(int First, int Depth)> Slabs(IEnumerable<int> places, int most)
    {
        int first = -1;
        int depth = 0;
        foreach (int place in places)
        {
            if (depth > 0 && (place != first + depth || depth == most))
            {
                yield return (first, depth);
                depth = 0;
            }

            first = depth == 0 ? place : first;
            depth++;
        }

        if (depth > 0)
        {
            yield return (first, depth);
        }
    }

    /// <summary>
    /// Slices of a slab: as many as memory allows, for every slab begins with neighbours that an earlier one has computed too.
    /// </summary>
    /// <param name="volumes">What is read: the volume and its extra channels.</param>
    /// <param name="reach">Neighbouring slices that are read to both sides.</param>
    /// <param name="resultBytes">Bytes per voxel of a result.</param>
    internal static int SlabDepth(IReadOnlyList<SegVolume> volumes, int reach, int resultBytes)
    {
        long pixels = (long)volumes[0].Height * volumes[0].Width;
        long read = volumes.Sum(v => (long)v.Channels * SegImage.BytesPerSample(v.PixelType));
        long free = (SlabBytes / pixels) - (2L * reach * read);

        // Results of a slab are still being written while the next one is computed.
        return (int)Math.Clamp(free / (read + (2L * resultBytes)), LeastSlab, int.MaxValue);
    }
}
