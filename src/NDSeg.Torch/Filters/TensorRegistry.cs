using NDSeg.Filters.Families;
using NDSeg.Torch.Filters.Bilateral;
using NDSeg.Torch.Filters.Derivatives;
using NDSeg.Torch.Filters.Deviation;
using NDSeg.Torch.Filters.DifferenceOfGaussians;
using NDSeg.Torch.Filters.Discs;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Filters.Gaussian;
using NDSeg.Torch.Filters.Membranes;
using NDSeg.Torch.Filters.Oriented;
using NDSeg.Torch.Filters.Original;
using NDSeg.Torch.Filters.Structure;
using NDSeg.Torch.Filters.Tophat;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters;

/// <summary>The tensor twins of the families of filters; a new one is one line here.</summary>
internal static class TensorRegistry
{
    private static readonly Dictionary<string, Func<FilterTarget[], FilterSettings, Device, TensorFilter>> Twins = new(StringComparer.Ordinal)
    {
        ["Original"] = (targets, _, _) => new OriginalTensorFilter(targets),
        ["Gaussian"] = (targets, _, _) => new GaussianTensorFilter(targets),
        ["Derivatives"] = (targets, _, device) => new DerivativesTensorFilter(targets, device),
        ["Discs"] = (targets, _, _) => new DiscsTensorFilter(targets),
        ["DifferenceOfGaussians"] = (targets, _, _) => new DifferenceOfGaussiansTensorFilter(targets),
        ["Membranes"] = (targets, settings, _) => new MembranesTensorFilter(targets, settings),
        ["Bilateral"] = (targets, _, _) => new BilateralTensorFilter(targets),
        ["Oriented"] = (targets, _, _) => new OrientedTensorFilter(targets),
        ["Structure"] = (targets, _, _) => new StructureTensorFilter(targets),
        ["Tophat"] = (targets, _, _) => new TophatTensorFilter(targets),
        ["Deviation"] = (targets, _, _) => new DeviationTensorFilter(targets),
    };

    /// <summary>Names of the families that have a twin.</summary>
    public static IReadOnlyCollection<string> Families => Twins.Keys;

    /// <summary>Prepares the wanted maps of a family.</summary>
    /// <exception cref="SegException">FilterNotOnDevice when the family has no twin.</exception>
    public static TensorFilter Create(FilterFamily family, FilterTarget[] targets, FilterSettings settings, Device device)
        => Twins.TryGetValue(family.Name, out Func<FilterTarget[], FilterSettings, Device, TensorFilter>? create)
            ? create(targets, settings, device)
            : throw new SegException("FilterNotOnDevice", SegErrorKind.NotSupported, $"Expected filters that tensors can compute ({string.Join(", ", Twins.Keys)}), found {family.Name}.", "Use -Device Cpu, or a configuration without it.");
}
