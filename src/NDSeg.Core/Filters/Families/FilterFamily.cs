using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Families;

/// <summary>
/// A family of filters of single images: what it needs of the image, and how the processor computes it. A family is one folder
/// and one line in the registry; its tensor twin has the same folder in the tensor backend.
/// </summary>
internal abstract class FilterFamily : MapFamily
{
    /// <summary>Says what of the image the wanted maps need, with which halo.</summary>
    internal abstract void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings);

    /// <summary>Prepares the wanted maps for the processor.</summary>
    /// <param name="targets">The wanted maps, at least one.</param>
    /// <param name="settings">Scales and options.</param>
    /// <param name="width">Instruction set.</param>
    internal abstract FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width);
}
