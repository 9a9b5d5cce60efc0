namespace NDSeg.Filters.Volumes;

/// <summary>A Gaussian blur as float64: across slices, across rows, along rows; voxels at the border of the volume are repeated outside it.</summary>
internal sealed unsafe class BlurPlanes(PlaneGraph graph, AxisWindows windows) : PlaneNode(graph)
{
    private PlaneMemory<double> memory;
    private PlaneMemory<double> acrossSlices;
    private PlaneMemory<double> acrossRows;
    private void** sources;
    private double** targets;

    private int From => Math.Max(Left - windows.RadiusX, 0);

    private int To => Math.Min(Right + windows.RadiusX, Graph.Volume.Width);

    private int First => Math.Max(Top - windows.RadiusY, 0);

    private int Last => Math.Min(Bottom + windows.RadiusY, Graph.Volume.Height) - 1;

    /// <summary>A row, from column <paramref name="x"/> of the volume on.</summary>
    internal double* Row(int z, int y, int x) => memory.At(z, y, x);

    /// <summary>Asks for grey values, after everything has asked for the blur.</summary>
    internal void RequireGrey()
        => Graph.Grey.Require(
            Math.Max(windows.RadiusZ - After, 0), After + windows.RadiusZ, Lead + windows.RadiusZ, ReachY + windows.RadiusY, ReachX + windows.RadiusX);

    private protected override void Rent()
    {
        memory = new PlaneMemory<double>(Graph.Arena, Kept, Top, Bottom, Left, Right, 0);
        acrossSlices = new PlaneMemory<double>(Graph.Arena, PlaneGraph.Chunk, First, Last + 1, From, To, 0);
        acrossRows = new PlaneMemory<double>(Graph.Arena, 1, Top, Bottom, Left, Right, windows.RadiusX);
        sources = (void**)Graph.Arena.Rent<nint>(Math.Max(PlaneGraph.Chunk + (2 * windows.RadiusZ), Bottom - Top + (2 * windows.RadiusY)));
        targets = (double**)Graph.Arena.Rent<nint>(Math.Max(PlaneGraph.Chunk, Bottom - Top));
    }

    private protected override void Make(int z, int count)
    {
        int deepest = Graph.Volume.Depth - 1;
        for (int y = First; y <= Last; y++)
        {
            for (int i = 0; i < count + (2 * windows.RadiusZ); i++)
            {
                sources[i] = Graph.Grey.Row(Math.Clamp(z + i - windows.RadiusZ, 0, deepest), y, From);
            }

            for (int i = 0; i < count; i++)
            {
                targets[i] = acrossSlices.At(i, y, From);
            }

            Graph.Kernel.Across((float**)sources, targets, count, To - From, windows.Z, windows.RadiusZ);
        }

        for (int i = 0; i < count; i++)
        {
            MakePlane(i, z + i);
        }
    }

    private void MakePlane(int place, int z)
    {
        for (int i = 0; i < Bottom - Top + (2 * windows.RadiusY); i++)
        {
            sources[i] = acrossSlices.At(place, Math.Clamp(Top + i - windows.RadiusY, First, Last), From);
        }

        for (int y = Top; y < Bottom; y++)
        {
            targets[y - Top] = acrossRows.At(0, y, From);
        }

        Graph.Kernel.Across((double**)sources, targets, Bottom - Top, To - From, windows.Y, windows.RadiusY);
        for (int y = Top; y < Bottom; y++)
        {
            RowBorder.Repeat(acrossRows.At(0, y, 0), From, To, Left - windows.RadiusX, Right + windows.RadiusX);
            Graph.AlongKernel.Along(acrossRows.At(0, y, Left), memory.At(z, y, Left), Right - Left, windows.X, windows.RadiusX);
        }
    }
}
