using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Tiles;
using NDSeg.Filters.Volumes;
using NDSeg.Training;

namespace NDSeg.Cpu.Volumes;

/// <summary>Small blocks that hold all labelled voxels, and the consumer that copies their map values into the training table.</summary>
internal sealed class SampleBlocks
{
    private const int CellDepth = 64;
    private const int CellHeight = 64;
    private const int CellWidth = 64;

    private readonly Dictionary<(VolumeBlock Block, int Slice), List<int>> members = [];
    private readonly LabelledVoxels voxels;
    private readonly int mapCount;

    /// <summary>Groups voxels by cells of a grid and shrinks every cell to what is labelled in it.</summary>
    /// <param name="voxels">The voxels.</param>
    /// <param name="mapCount">Number of maps F.</param>
    /// <param name="edge">Edge of a cell; 0 for the default.</param>
    internal SampleBlocks(LabelledVoxels voxels, int mapCount, int edge)
    {
        this.voxels = voxels;
        this.mapCount = mapCount;
        if ((long)voxels.Count * mapCount > Array.MaxLength)
        {
            throw new SegException("InvalidTrainingData", SegErrorKind.InvalidData, $"Expected at most {Array.MaxLength / mapCount} labelled voxels of {mapCount} maps, found {voxels.Count}.", "Label some slices only.");
        }

        Values = new float[voxels.Count * mapCount];
        int depth = edge > 0 ? edge : CellDepth, height = edge > 0 ? edge : CellHeight, width = edge > 0 ? edge : CellWidth;
        foreach (IGrouping<(int, int, int), int> cell in Enumerable.Range(0, voxels.Count)
            .GroupBy(i => (voxels.Slices[i] / depth, voxels.Rows[i] / height, voxels.Columns[i] / width)))
        {
            int front = cell.Min(i => voxels.Slices[i]), top = cell.Min(i => voxels.Rows[i]), left = cell.Min(i => voxels.Columns[i]);
            var block = new VolumeBlock(
                front, top, left, cell.Max(i => voxels.Slices[i]) - front + 1, cell.Max(i => voxels.Rows[i]) - top + 1, cell.Max(i => voxels.Columns[i]) - left + 1);
            Blocks.Add(block);
            foreach (IGrouping<int, int> slice in cell.GroupBy(i => voxels.Slices[i]))
            {
                members.Add((block, slice.Key), [.. slice]);
            }
        }
    }

    /// <summary>The blocks.</summary>
    internal List<VolumeBlock> Blocks { get; } = [];

    /// <summary>N x F map values, filled by the consumers.</summary>
    internal float[] Values { get; }

    /// <summary>Makes a consumer.</summary>
    internal VolumeConsumer Open() => new Consumer(this);

    private sealed unsafe class Consumer(SampleBlocks owner) : VolumeConsumer
    {
        internal override void Consume(in VolumeBlock block, int z, in TileRect band, in RowPlanes planes)
        {
            foreach (int i in owner.members.GetValueOrDefault((block, z), []))
            {
                int y = owner.voxels.Rows[i] - band.Y;
                if (y < 0 || y >= band.Height)
                {
                    continue;
                }

                int x = owner.voxels.Columns[i] - band.X;
                Span<float> row = owner.Values.AsSpan(i * owner.mapCount, owner.mapCount);
                for (int map = 0; map < row.Length; map++)
                {
                    row[map] = planes.Row(map, y)[x];
                }
            }
        }
    }
}
