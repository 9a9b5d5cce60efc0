using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Membranes;

/// <summary>
/// The six membrane maps at one vector width. The projections of an 8-bit image are exact sums of its float32 grey values,
/// rounded once, as a sum in float64 gives them: two sums of 16-bit integers, of the samples and of what float32 rounds off
/// each grey value, joined by one fused multiply-add. Those of other images are summed in float32. Statistics over the 30
/// projections are taken in float32 in the order of the masks, as numpy takes them.
/// </summary>
internal abstract unsafe class ProjectionKernel
{
    /// <summary>Most ones a kernel may have for a sum of bytes to fit 16 bits.</summary>
    internal const int MostOnesFor16Bit = 255;

    /// <summary>2^31: grey values of 8-bit samples are whole multiples of its inverse.</summary>
    internal const float GreyUnits = 2147483648f;

    /// <summary>Added to every rounding residual, so that none is negative.</summary>
    internal const int ResidualBias = 128;

    /// <summary>
    /// For every 8-bit sample the float32 grey value less sample * scale, both exact, in units of 2^-31, plus
    /// <see cref="ResidualBias"/>: 1 to 192, since half a unit in the last place of a number below 1 is 64 of them, and
    /// 255 times float32(1/255) is 127 above 1.
    /// </summary>
    internal static ushort[] Residuals(float scale)
    {
        var residuals = new ushort[256];
        for (int sample = 0; sample < residuals.Length; sample++)
        {
            double exact = (double)scale * sample;
            residuals[sample] = (ushort)((((double)(scale * sample) - exact) * GreyUnits) + ResidualBias);
        }

        return residuals;
    }

    /// <summary>The kernel of one vector width.</summary>
    internal static ProjectionKernel Create(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>Adds a shifted plane to another: the run sums.</summary>
    internal abstract void AddPlanes(ushort* first, ushort* second, ushort* target, long stride, int rows, int columns);

    /// <summary>Adds a shifted plane to another: the run sums.</summary>
    internal abstract void AddPlanes(float* first, float* second, float* target, long stride, int rows, int columns);

    /// <summary>One row of an 8-bit image.</summary>
    /// <param name="at">First pixel of the row in plane 0 of the samples, 16-bit.</param>
    /// <param name="residuals">From a plane of the samples to the same plane of the residuals, in elements.</param>
    /// <param name="offsets">For every term its plane and shift, in elements from <paramref name="at"/>.</param>
    /// <param name="counts">Terms per kernel.</param>
    /// <param name="ones">Ones per kernel.</param>
    /// <param name="row">Targets.</param>
    /// <param name="columns">Columns, rounded up to four vectors on reading and writing.</param>
    /// <param name="scale">Factor from samples to grey values.</param>
    /// <param name="work">Working memory, at least 64 kB, 64-byte aligned.</param>
    /// <param name="stream">Write past the caches.</param>
    internal abstract void Row(ushort* at, long residuals, long* offsets, int* counts, int* ones, in MembraneRow row, int columns, float scale, byte* work, bool stream);

    /// <summary>One row of any other image.</summary>
    internal abstract void Row(float* at, long* offsets, int* counts, in MembraneRow row, int columns, byte* work, bool stream);

    private sealed class Maker : ILaneSetMaker<ProjectionKernel>
    {
        ProjectionKernel ILaneSetMaker<ProjectionKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new ProjectionKernel<TU, TUShort, TF, TFloat, TC, TDouble>();
    }
}
