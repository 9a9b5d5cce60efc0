using NDSeg.Features;

namespace NDSeg.Tiling;

/// <summary>Lets the filters write straight into a stack of the whole image.</summary>
internal sealed unsafe class StackWorker(RowPlanes stack, bool streams) : TileWorker
{
    internal override bool Streams => streams;

    internal override RowPlanes Target(in TileRect tile)
        => new(stack.Origin + (tile.Y * stack.RowStride) + tile.X, tile.Height, tile.Width, stack.RowStride, stack.PlaneStride);
}
