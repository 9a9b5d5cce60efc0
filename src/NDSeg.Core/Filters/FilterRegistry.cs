using System.Collections.Immutable;
using NDSeg.Filters.Bilateral;
using NDSeg.Filters.Derivatives;
using NDSeg.Filters.Deviation;
using NDSeg.Filters.DifferenceOfGaussians;
using NDSeg.Filters.Discs;
using NDSeg.Filters.Families;
using NDSeg.Filters.Gaussian;
using NDSeg.Filters.Membranes;
using NDSeg.Filters.Oriented;
using NDSeg.Filters.Original;
using NDSeg.Filters.Structure;
using NDSeg.Filters.Tophat;
using NDSeg.Filters.Volumes.DifferenceOfGaussians;
using NDSeg.Filters.Volumes.Gaussian;
using NDSeg.Filters.Volumes.Gradient;
using NDSeg.Filters.Volumes.Hessian;
using NDSeg.Filters.Volumes.Laplacian;
using NDSeg.Filters.Volumes.Original;
using NDSeg.Filters.Volumes.Structure;

namespace NDSeg.Filters;

/// <summary>
/// The families of filters, in the order of their maps: configurations, files, parameters, completion and help follow from
/// this list. A new family is one line here.
/// </summary>
internal sealed class FilterRegistry
{
    private FilterRegistry(ImmutableArray<MapFamily> families, int dimensions)
    {
        Dimensions = dimensions;
        Families = families;
        FilterSwitch[] all = [.. families.SelectMany(f => f.Switches)];

        // Those of the default configuration come first, in files and in lists for people.
        Switches = [.. all.Where(s => s.OnByDefault), .. all.Where(s => !s.OnByDefault)];
        Options = [.. families.SelectMany(f => f.Options)];
    }

    /// <summary>The families of this version.</summary>
    internal static FilterRegistry Default { get; } = new(
    [
        new OriginalFamily(),
        new GaussianFamily(),
        new DerivativesFamily(),
        new DiscsFamily(),
        new DifferenceOfGaussiansFamily(),
        new MembranesFamily(),
        new BilateralFamily(),
        new OrientedFamily(),
        new StructureFamily(),
        new TophatFamily(),
        new DeviationFamily(),
    ], dimensions: 2);

    /// <summary>The families of volumes in three dimensions.</summary>
    internal static FilterRegistry Volumes { get; } = new(
    [
        new VolumeOriginalFamily(),
        new VolumeGaussianFamily(),
        new VolumeGradientFamily(),
        new VolumeLaplacianFamily(),
        new VolumeHessianFamily(),
        new VolumeStructureFamily(),
        new VolumeDifferenceOfGaussiansFamily(),
    ], dimensions: 3);

    /// <summary>2 for families of single images, 3 for those of volumes.</summary>
    internal int Dimensions { get; }

    /// <summary>The families.</summary>
    internal ImmutableArray<MapFamily> Families { get; }

    /// <summary>Every switch.</summary>
    internal ImmutableArray<FilterSwitch> Switches { get; }

    /// <summary>Every option.</summary>
    internal ImmutableArray<FilterOption> Options { get; }

    /// <summary>A registry with one more family at the end.</summary>
    internal FilterRegistry With(MapFamily family) => new(Families.Add(family), Dimensions);
}
