using System.Management.Automation;
using NDSeg.Cleanup;
using NDSeg.Images;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Commands;

/// <summary>Cleans label maps: majority filter, removal of small regions, filling of holes.</summary>
/// <remarks>
/// <para>The operations run in that order, on all classes or on those named. Unlabelled pixels stay unlabelled. A segmentation
/// comes back as a segmentation, without its probability maps, which no longer belong to the labels.</para>
/// <para>A label volume, or a file of several slices, is cleaned in three dimensions and comes back as a volume: the majority is that of a
/// ball, whose radius is in units of the distance between columns, and regions and holes go through the slices. Slices from the pipeline are
/// cleaned one by one.</para>
/// </remarks>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg | Optimize-SegLabels -MajorityRadius 1 -MinimumRegionSize 20</code>
/// <para>Removes specks.</para>
/// </example>
/// <example>
/// <code>Optimize-SegLabels truth.tif -MaximumHoleSize 50 -Class 1, 2</code>
/// <para>Fills holes of two classes in a label file.</para>
/// </example>
/// <example>
/// <code>(New-SegPhantom -Depth 16 -Height 64 -Width 64).Truth | Optimize-SegLabels -MinimumRegionSize 60 | Export-SegLabels clean.tif -Force</code>
/// <para>Removes small regions of a volume.</para>
/// </example>
[Cmdlet(VerbsCommon.Optimize, "SegLabels")]
[OutputType(typeof(SegSegmentation), typeof(SegLabels), typeof(SegLabelVolume))]
public sealed class OptimizeSegLabelsCommand : SegCommand
{
    /// <summary>The labels to clean: labels, a label volume, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public LabelInput Labels { get; set; } = null!;

    /// <summary>Radius in pixels of the majority filter; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, 64)]
    public int MajorityRadius { get; set; }

    /// <summary>Regions with fewer pixels are removed; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long MinimumRegionSize { get; set; }

    /// <summary>Holes with at most this many pixels are filled; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long MaximumHoleSize { get; set; }

    /// <summary>Names or file values of the classes that may change. All classes when left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ClassCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Class { get; set; }

    /// <summary>Worker threads; 0 uses all cores. Results do not depend on it.</summary>
    [Parameter]
    [ValidateRange(0, 1024)]
    public int Threads { get; set; }

    private protected override void Begin()
    {
        if (MajorityRadius == 0 && MinimumRegionSize == 0 && MaximumHoleSize == 0)
        {
            WriteWarning("Nothing is switched on: give -MajorityRadius, -MinimumRegionSize or -MaximumHoleSize.");
        }
    }

    private protected override void Process()
    {
        LabelInput input = Labels;
        Attempt(input, () =>
        {
            if (input.OpenIfVolume(this, Cancellation) is { } volume)
            {
                WriteObject(Clean(volume, opened: input.Volume is null));
                return;
            }

            SegLabels labels = input.Resolve(this, Cancellation);
            LabelCleanupOptions cleanup = CleanupOf(labels.Classes);
            SegLabels clean = Run("Cleaning labels", labels.Source.ToString(), Threads, options => LabelCleanup.Apply(labels, cleanup, options), labels.Series?.Count > 1).InSeries(labels.Series);
            Verbose($"{labels.Source}: {clean.Shape} labels cleaned, {ThreadText(Threads)}, {Elapsed.TotalSeconds:0.000} s");
            WriteObject(input.Segmentation is SegSegmentation s
                ? new SegSegmentation(clean, s.Model, s.Device, s.Duration).WithSteps([.. s.Steps, Step()], s.ExtraSources)
                : clean.WithSteps([.. labels.Steps, Step()]));
        });
    }

    /// <param name="volume">The labels.</param>
    /// <param name="opened">Whether they were opened for this, to be closed with the result, or at once when there is none.</param>
    private SegLabelVolume Clean(SegLabelVolume volume, bool opened)
    {
        try
        {
            LabelCleanupOptions how = CleanupOf(volume.Classes);
            SegLabelVolume clean = Run("Cleaning labels", volume.Source.ToString(), Threads, options => VolumeCleanup.Apply(volume, how, options, opened ? volume : null));
            return clean.With(clean.ReadSlice, clean, [.. volume.Steps, Step()]);
        }
        catch when (opened)
        {
            volume.Dispose();
            throw;
        }
    }

    private LabelCleanupOptions CleanupOf(IReadOnlyList<SegClass> classes) => new()
    {
        MajorityRadius = MajorityRadius,
        MinimumRegionSize = MinimumRegionSize,
        MaximumHoleSize = MaximumHoleSize,
        ClassIndices = Class is null ? null : ClassArgument.IndicesOf(Class, classes),
    };

    private ProcessingStep Step()
    {
        var settings = new Dictionary<string, object>();
        if (MajorityRadius > 0)
        {
            settings[nameof(MajorityRadius)] = MajorityRadius;
        }

        if (MinimumRegionSize > 0)
        {
            settings[nameof(MinimumRegionSize)] = MinimumRegionSize;
        }

        if (MaximumHoleSize > 0)
        {
            settings[nameof(MaximumHoleSize)] = MaximumHoleSize;
        }

        if (Class is not null)
        {
            settings[nameof(Class)] = Class;
        }

        return new ProcessingStep("Optimize-SegLabels", settings);
    }
}
