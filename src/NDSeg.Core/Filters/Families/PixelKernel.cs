using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Families;

/// <summary>Pixel-by-pixel operations on rows, at one vector width; columns are rounded up to whole vectors.</summary>
internal abstract unsafe class PixelKernel
{
    /// <summary>The kernel of one vector width.</summary>
    internal static PixelKernel Create(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>target = source.</summary>
    internal abstract void Copy(float* source, float* target, int columns, bool stream);

    /// <summary>target = first - second.</summary>
    internal abstract void Subtract(float* first, float* second, float* target, int columns, bool stream);

    /// <summary>target = source * scale.</summary>
    internal abstract void Scale(byte* source, float* target, int columns, float scale, bool stream);

    /// <summary>target = source * scale.</summary>
    internal abstract void Scale(ushort* source, float* target, int columns, float scale);

    private sealed class Maker : ILaneSetMaker<PixelKernel>
    {
        PixelKernel ILaneSetMaker<PixelKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new PixelKernel<TF, TFloat, TC, TDouble>();
    }
}
