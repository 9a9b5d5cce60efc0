using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Pyramid;

/// <summary>
/// Runs the steps that work on the pyramid. Coarse scales reach hundreds of pixels, so a tile does not compute its own
/// surroundings: every worker keeps rows between tiles, and a tile right below the last one only computes what is new.
/// </summary>
/// <param name="steps">The steps.</param>
/// <param name="width">Instruction set.</param>
internal sealed class PyramidPass(PyramidStep[] steps, SimdWidth width) : FilterStep
{
    /// <inheritdoc/>
    internal override void Run(FilterTile tile) => tile.Kept(this, () => new PyramidWorker(steps, width)).Run(tile);
}
