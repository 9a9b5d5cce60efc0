using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Volumes;

/// <summary>
/// Rows of a volume's blurs and derivatives at one vector width. All of it is float64: the smallest eigenvalue of a tensor, and second
/// differences of wide blurs, are differences of nearly equal numbers. Every method may write up to <see cref="Unit"/> - 1 columns more
/// than it is asked for.
/// </summary>
internal abstract unsafe class VolumeKernel
{
    /// <summary>Columns computed together at most.</summary>
    internal const int Unit = 32;

    /// <summary>The kernel of one vector width.</summary>
    internal static VolumeKernel Create(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>The kernel for passes along the rows, which unaligned loads bind: at most 256 bits, which cross cache lines half as often.</summary>
    internal static VolumeKernel CreateAlong(SimdWidth width) => Create(width < SimdWidth.Vector256 ? width : SimdWidth.Vector256);

    /// <summary>One direction of a blur, across rows of one column each: output i is made of sources i to i + 2 radius.</summary>
    /// <param name="sources">count + 2 radius rows.</param>
    /// <param name="targets">count rows to write.</param>
    /// <param name="count">Rows to write.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="weights">Weights from the centre outwards.</param>
    /// <param name="radius">Half-width of the window.</param>
    internal abstract void Across(double** sources, double** targets, int count, int columns, double* weights, int radius);

    /// <inheritdoc cref="Across(double**, double**, int, int, double*, int)"/>
    internal abstract void Across(float** sources, double** targets, int count, int columns, double* weights, int radius);

    /// <summary>One direction of a blur, along a row; radius columns beside it are read.</summary>
    internal abstract void Along(double* source, double* target, int columns, double* weights, int radius);

    /// <summary>target = (after - before) factor.</summary>
    internal abstract void Difference(double* after, double* before, double factor, double* target, int columns);

    /// <summary>target = a b.</summary>
    internal abstract void Multiply(double* a, double* b, double* target, int columns);

    /// <summary>target = a - b, rounded to float32.</summary>
    internal abstract void Subtract(double* a, double* b, float* target, int columns);

    /// <summary>target = source, rounded to float32.</summary>
    internal abstract void Narrow(double* source, float* target, int columns);

    /// <summary>target = a + b + c, rounded to float32.</summary>
    internal abstract void Sum(double* a, double* b, double* c, float* target, int columns);

    /// <summary>target = sqrt(a^2 + b^2 + c^2), rounded to float32.</summary>
    internal abstract void Magnitude(double* a, double* b, double* c, float* target, int columns);

    /// <summary>
    /// The eigenvalues of symmetric 3 x 3 matrices, the largest first, rounded to float32. Their error is about 1e-8 of the largest one.
    /// </summary>
    /// <param name="entries">Six rows: zz, zy, zx, yy, yx, xx.</param>
    /// <param name="first">Largest; null where it is not wanted.</param>
    /// <param name="second">Middle; null where it is not wanted.</param>
    /// <param name="third">Smallest; null where it is not wanted.</param>
    /// <param name="columns">Columns.</param>
    internal abstract void Eigenvalues(double** entries, float* first, float* second, float* third, int columns);

    private sealed class Maker : ILaneSetMaker<VolumeKernel>
    {
        VolumeKernel ILaneSetMaker<VolumeKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new VolumeKernel<TD, TC, TFloat, TDouble>();
    }
}
