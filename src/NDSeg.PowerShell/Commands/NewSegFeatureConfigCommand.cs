using System.Collections;
using System.Management.Automation;
using NDSeg.Filters;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Chooses the filter maps.</summary>
/// <remarks>
/// <para>Without parameters this is the default of 58 maps per channel: the grey value, Gaussian blurs, gradients and Hessians at
/// five scales, differences of Gaussians, and membrane projections. The rank filters (mean, minimum, maximum, median) and the
/// bilateral means are switched on by name.</para>
/// </remarks>
/// <example>
/// <code>New-SegFeatureConfig -Sigma 1, 2, 4 -Exclude Membrane</code>
/// <para>Three scales, no membrane projections.</para>
/// </example>
/// <example>
/// <code>New-SegFeatureConfig -Include Mean, Minimum, Maximum, Median, Bilateral</code>
/// <para>All filters on the 8-bit image too: 82 maps per channel.</para>
/// </example>
/// <example>
/// <code>New-SegFeatureConfig -Include Oriented, Structure, Tophat, Deviation -Exclude Membrane</code>
/// <para>121 maps per channel at scales up to 64 pixels, which label micrographs better than the default. Leave Oriented out
/// where images are not oriented like the training image.</para>
/// </example>
/// <example>
/// <code>New-SegFeatureConfig -Preset Extended -Exclude Oriented</code>
/// <para>The extended maps for images that do not lie as the training image does.</para>
/// </example>
/// <example>
/// <code>New-SegFeatureConfig -Option @{ MembraneSize = 21 }</code>
/// <para>Membrane projections along longer lines.</para>
/// </example>
/// <example>
/// <code>New-SegFeatureConfig -Preset Volume -Sigma 1, 2, 4</code>
/// <para>Maps of volumes in three dimensions at three scales. Sigmas are in pixels of a row; axes along which voxels are further apart
/// are scaled by the voxel size of the volume.</para>
/// </example>
/// <example>
/// <code>New-SegFeatureConfig -TruncateSigma</code>
/// <para>Blurs as nDTomo 2026.07 does, where sigma 1 and 2 do not blur at all.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "SegFeatureConfig")]
[OutputType(typeof(FeatureConfig))]
public sealed class NewSegFeatureConfigCommand : SegCommand
{
    /// <summary>
    /// The configuration to start from: Default, Extended, ...; Tab lists them with what they are for. -Include and -Exclude switch
    /// filters of it on and off: -Preset Extended -Exclude Oriented where the images a model is applied to lie at another angle
    /// than the one it was trained on, since these maps tell rows from columns.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(PresetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Preset { get; set; } = "Default";

    /// <summary>Scales in pixels, ascending, at most 64. Default: those of the preset, 1, 2, 4, 8, 16; for volumes 1, 2, 4, 8.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ValidateRange(0.01, 256.0)]
    public double[] Sigma { get; set; } = [];

    /// <summary>Filters to switch on in addition to the default ones. Tab lists them all; each offer says what its maps are.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FilterCompleter))]
    public string[] Include { get; set; } = [];

    /// <summary>Filters to switch off.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FilterCompleter))]
    public string[] Exclude { get; set; } = [];

    /// <summary>Standard deviation of a blur per unit of sigma. Default: 0.4 as in Trainable Weka Segmentation; for volumes 1.</summary>
    [Parameter]
    [ValidateRange(0.01, 4.0)]
    public double? SigmaMultiplier { get; set; }

    /// <summary>Truncates standard deviations to integers, as nDTomo 2026.07 does.</summary>
    [Parameter]
    public SwitchParameter TruncateSigma { get; set; }

    /// <summary>Edge length of the membrane kernels in pixels, odd. Default: 15. Short for -Option @{ MembraneSize = ... }; maps of volumes have none.</summary>
    [Parameter]
    [ValidateRange(3, 63)]
    public int? MembraneSize { get; set; }

    /// <summary>Numbers that filters can be told, by name. A configuration shows them all under Options.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable Option { get; set; } = [];

    /// <summary>
    /// The two sample values that become 0 and 255 under the rank filters, for images that are not 8-bit. Taken from the
    /// training image when left out, and then kept in the model. Maps of volumes know none.
    /// </summary>
    [Parameter]
    [ValidateCount(2, 2)]
    public double[]? IntensityRange { get; set; }

    private protected override void Begin()
    {
        FeatureConfig start = FeaturePresets.Find(Preset);
        FeatureConfig config = start.With(Include).Without(Exclude) with
        {
            Sigmas = Sigma.Length > 0 ? [.. Sigma] : start.Sigmas,
            SigmaMultiplier = SigmaMultiplier ?? start.SigmaMultiplier,
            TruncateSigma = TruncateSigma,
            IntensityRange = IntensityRange is null ? null : new IntensityRange(IntensityRange[0], IntensityRange[1]),
        };
        if (MembraneSize is int size)
        {
            config = config.WithOption(nameof(MembraneSize), size);
        }

        foreach (DictionaryEntry option in Option)
        {
            config = config.WithOption((string)option.Key, LanguagePrimitives.ConvertTo<double>(option.Value));
        }

        config.Validate();
        var plan = FeaturePlan.Create(config);
        Verbose($"{plan.Count} maps per channel, about {plan.RelativeCost:0.##} times the work of the default ones");
        WriteObject(config);
    }
}
