using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Tophat;

/// <summary>A float32 plane, the image's outermost columns repeated outside it.</summary>
/// <param name="level">Edge of its blocks in pixels.</param>
internal abstract unsafe class FloatRows(int level) : RowNode(level)
{
    /// <summary>The rows kept.</summary>
    protected RowWindow<float> Window { get; private set; } = null!;

    /// <summary>A row.</summary>
    internal float* Row(int y) => Window.Row(y);

    protected override void Prepare(in Strip strip, int row)
    {
        Window = new RowWindow<float>(strip, 1, Columns, Reach, row, Window);
    }
}
