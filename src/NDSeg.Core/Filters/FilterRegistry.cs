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

namespace NDSeg.Filters;

/// <summary>
/// The families of filters, in the order of their maps: configurations, files, parameters, completion and help follow from
/// this list. A new family is one line here.
/// </summary>
internal sealed class FilterRegistry
{
    private FilterRegistry(ImmutableArray<FilterFamily> families)
    {
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
    ]);

    /// <summary>The families.</summary>
    internal ImmutableArray<FilterFamily> Families { get; }

    /// <summary>Every switch.</summary>
    internal ImmutableArray<FilterSwitch> Switches { get; }

    /// <summary>Every option.</summary>
    internal ImmutableArray<FilterOption> Options { get; }

    /// <summary>A registry with one more family at the end.</summary>
    internal FilterRegistry With(FilterFamily family) => new(Families.Add(family));
}
