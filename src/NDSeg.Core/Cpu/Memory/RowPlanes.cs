using System.Runtime.InteropServices;

namespace NDSeg.Cpu.Memory;

/// <summary>
/// A rectangle of C feature planes in unmanaged memory: the tile the filters fill and the predictor reads, or a whole
/// stack. Plane p, row y, column x is at <c>Base + p * PlaneStride + y * RowStride + x</c> (strides in floats). A plane
/// whose <see cref="PlaneIndex"/> entry is negative was not computed.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly unsafe struct RowPlanes
{
    private readonly int[]? planeIndex;

    /// <summary>Describes memory owned by somebody else.</summary>
    /// <param name="origin">First float of plane 0, row 0.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns that hold data; a row may be longer.</param>
    /// <param name="rowStride">Floats from a row to the next.</param>
    /// <param name="planeStride">Floats from a plane to the next.</param>
    /// <param name="planeIndex">For every map of the plan the plane that holds it, or -1; null when map m is in plane m.</param>
    public RowPlanes(float* origin, int height, int width, long rowStride, long planeStride, int[]? planeIndex = null)
    {
        Origin = origin;
        Height = height;
        Width = width;
        RowStride = rowStride;
        PlaneStride = planeStride;
        this.planeIndex = planeIndex;
    }

    /// <summary>First float of plane 0, row 0.</summary>
    public float* Origin { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Floats from a row to the next.</summary>
    public long RowStride { get; }

    /// <summary>Floats from a plane to the next.</summary>
    public long PlaneStride { get; }

    /// <summary>The plane that holds a map, or -1 when it was not computed.</summary>
    public int PlaneIndex(int map) => planeIndex is null ? map : planeIndex[map];

    /// <summary>First float of one row of one map.</summary>
    public float* Row(int map, int y) => Origin + (PlaneIndex(map) * PlaneStride) + (y * RowStride);

    /// <summary>A rectangle of the same planes.</summary>
    /// <param name="y">First row.</param>
    /// <param name="x">First column.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public RowPlanes Part(int y, int x, int height, int width)
        => new(Origin + (y * RowStride) + x, height, width, RowStride, PlaneStride, planeIndex);
}
