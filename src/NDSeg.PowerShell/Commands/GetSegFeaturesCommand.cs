using System.Management.Automation;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Devices;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Commands;

/// <summary>Computes the filter maps of images.</summary>
/// <remarks>
/// <para>Gives a stack of H x W x maps, float32, on the device it was computed on; the commands that take the stack follow it
/// there. A stack of a 1568 x 1568 slice takes 570 MB: to label many images, pass the images to Invoke-SegApply instead,
/// which never builds one.</para>
/// </remarks>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures</code>
/// <para>The 58 default maps.</para>
/// </example>
/// <example>
/// <code>Import-SegImage slice.tif | Get-SegFeatures -Preset Extended</code>
/// <para>The 121 maps of a named configuration.</para>
/// </example>
/// <example>
/// <code>Import-SegImage slice.tif | Get-SegFeatures -ExtraChannel (Import-SegImage maps.h5 -Dataset data -ChannelAxis 2)</code>
/// <para>Appends six chemical maps to the 58 filter maps.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SegFeatures")]
[OutputType(typeof(SegFeatures))]
public sealed class GetSegFeaturesCommand : SegCommand
{
    private ISegEngine engine = null!;
    private FeatureConfig config = FeatureConfig.Default;

    /// <summary>Images to filter.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ImagePath]
    public SegImage Image { get; set; } = null!;

    /// <summary>Which maps to compute; the default configuration when left out.</summary>
    [Parameter]
    [ValidateNotNull]
    public FeatureConfig Config { get; set; } = FeatureConfig.Default;

    /// <summary>A configuration by its name, in place of -Config: Default, Extended, ...; Tab lists them with what they are for.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PresetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Preset { get; set; }

    /// <summary>Images whose channels are appended as they are. They have the height and width of the image.</summary>
    [Parameter]
    [ValidateNotNull]
    [ImagePath(Several = true)]
    public SegImage[] ExtraChannel { get; set; } = [];

    /// <summary>Where to compute.</summary>
    [Parameter]
    public DeviceKind Device { get; set; }

    /// <summary>Worker threads; 0 uses all cores. Results do not depend on it.</summary>
    [Parameter]
    [ValidateRange(0, 1024)]
    public int Threads { get; set; }

    private protected override void Begin()
    {
        config = MapsChosen(Config, Preset);
        engine = EngineSelector.Select(Device);
    }

    private protected override void Process()
    {
        SegImage image = Image;
        Attempt(image, () =>
        {
            SegFeatures features = Run(
                "Computing filter maps",
                image.Source.ToString(),
                Threads,
                options => engine.ComputeFeatures(image, config, ExtraChannel, options),
                image.Series?.Count > 1);
            Verbose($"{image.Source}: {features.Shape} on {features.DeviceName}, {ThreadText(Threads)}, {Elapsed.TotalSeconds:0.000} s");
            WriteObject(features);
        });
    }
}
