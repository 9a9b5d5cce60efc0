using System.Management.Automation;
using NDSeg.Cpu;
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
/// <para>Of a volume (Import-SegImage -As Volume) maps are computed in three dimensions and come as one stack per slice; maps that do
/// not fit into memory are refused with their size.</para>
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
/// <example>
/// <code>Import-SegImage volume.tif -As Volume | Get-SegFeatures</code>
/// <para>The 43 maps of a volume in three dimensions, one stack per slice, as long as all of them fit into memory.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SegFeatures", DefaultParameterSetName = ImageSet)]
[OutputType(typeof(SegFeatures))]
public sealed class GetSegFeaturesCommand : VolumeCommand
{
    private const string ImageSet = "Image";

    private ISegEngine? engine;
    private FeatureConfig config = FeatureConfig.Default;

    /// <summary>Images to filter.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ImageSet)]
    [ValidateNotNull]
    [ImagePath]
    public SegImage Image { get; set; } = null!;

    /// <summary>A volume to filter in three dimensions: from Import-SegImage -As Volume, or the path of its file or of a folder of slices.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = VolumeSet)]
    [ValidateNotNull]
    [VolumePath]
    public SegVolume Volume { get; set; } = null!;

    /// <summary>Which maps to compute; when left out the default configuration, for volumes that of the preset Volume.</summary>
    [Parameter]
    [ValidateNotNull]
    public FeatureConfig Config { get; set; } = FeatureConfig.Default;

    /// <summary>A configuration by its name, in place of -Config: Default, Extended, ...; Tab lists them with what they are for.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PresetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Preset { get; set; }

    /// <summary>Images whose channels are appended as they are. They have the height and width of the image. Volumes take -ExtraVolume.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [ValidateNotNull]
    [ImagePath(Several = true)]
    public SegImage[] ExtraChannel { get; set; } = [];

    /// <summary>Volumes, or paths of them, whose channels are appended as they are. They have the shape of the volume.</summary>
    [Parameter(ParameterSetName = VolumeSet)]
    [ValidateNotNull]
    [VolumePath(Several = true)]
    public SegVolume[] ExtraVolume { get; set; } = [];

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
        if (Device != DeviceKind.Cpu)
        {
            engine = EngineSelector.Select(Device);
        }
    }

    private protected override void Process()
    {
        if (ParameterSetName == VolumeSet)
        {
            SegVolume volume = Volume;
            Attempt(volume, () => Compute(volume));
            return;
        }

        SegImage image = Image;
        Attempt(image, () =>
        {
            SegFeatures features = Run(
                "Computing filter maps",
                image.Source.ToString(),
                Threads,
                options => (engine ?? EngineSelector.Select(Device)).ComputeFeatures(image, config, ExtraChannel, options),
                image.Series?.Count > 1);
            Verbose($"{image.Source}: {features.Shape} on {features.DeviceName}, {ThreadText(Threads)}, {Elapsed.TotalSeconds:0.000} s");
            WriteObject(features);
        });
    }

    private void Compute(SegVolume volume)
    {
        RequireVolumes(Device);
        FeatureConfig maps = ForVolumes(config);
        long needed = CpuVolumeEngine.StackSize(volume, maps, ExtraVolume);
        long free = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > free / 10 * 9)
        {
            throw new SegException(
                "VolumeTooLarge",
                SegErrorKind.NotSupported,
                FormattableString.Invariant($"Expected maps that fit into memory, found {volume.Shape} voxels whose maps take {needed / 1e9:0.0} GB where there are {free / 1e9:0.0} GB."),
                "Apply the model to the volume itself, which builds no maps, or read part of it: Import-SegImage -As Volume -Slice.");
        }

        WarnOfVoxels(volume, maps);
        StreamVolume<SegFeatures>(
            "Computing filter maps",
            volume,
            needed / volume.Voxels,
            Threads,
            (channel, options) => VolumeEngine.ComputeFeatures(volume, maps, ExtraVolume, stack => channel.Write(PipelineRecordKind.Output, stack), options),
            WriteObject);
        Verbose($"{volume.Source}: {volume.Shape} voxels on cpu, {ThreadText(Threads)}");
    }
}
