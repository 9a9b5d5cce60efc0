using System.Management.Automation;
using NDSeg.Images;
using NDSeg.Phantoms;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Makes example data: a slice of a wound battery with strokes, truth and chemical maps, or a volume of sheets, rods and grains.</summary>
/// <remarks>
/// <para>The same size and seed give the same bytes on every machine. The result has the properties Image, Strokes, Truth and
/// Extras (six maps for -ExtraChannel).</para>
/// <para>With -Depth it is a volume: Image, Truth and Strokes are volumes whose slices are made when they are read, so that memory does not
/// grow with the depth. Sheets, rods and grains have one grey value and one thickness, and a slice shows lines and discs that may be
/// either: only their shape in three dimensions tells them apart. Strokes are on the few slices that PaintedSlices lists.</para>
/// </remarks>
/// <example>
/// <code>$phantom = New-SegPhantom -Height 256 -Width 256 -Seed 1
/// New-SegModel | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes</code>
/// <para>Trains on a phantom.</para>
/// </example>
/// <example>
/// <code>(New-SegPhantom -Height 64 -Width 64).Truth | Measure-SegPhase</code>
/// <para>Phase fractions of the truth.</para>
/// </example>
/// <example>
/// <code>$phantom = New-SegPhantom -Depth 32 -Height 96 -Width 96 -VoxelSize 2, 1, 1
/// $phantom.Truth | Measure-SegObject -Class Grain | Select-Object -First 3</code>
/// <para>A volume whose slices are twice as far apart as its columns, and grains of its truth.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "SegPhantom", DefaultParameterSetName = SliceSet)]
[OutputType(typeof(Phantom), ParameterSetName = [SliceSet])]
[OutputType(typeof(VolumePhantom), ParameterSetName = [VolumeSet])]
public sealed class NewSegPhantomCommand : SegCommand
{
    private const string SliceSet = "Slice";
    private const string VolumeSet = "Volume";

    /// <summary>Rows. 512 by default, 128 in a volume.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(32, 32768)]
    public int Height { get; set; } = 512;

    /// <summary>Columns. 512 by default, 128 in a volume.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(32, 32768)]
    public int Width { get; set; } = 512;

    /// <summary>Slices of a volume, whose rows and columns are 64 or more.</summary>
    [Parameter(Mandatory = true, ParameterSetName = VolumeSet)]
    [ValidateRange(16, 1048576)]
    public int Depth { get; set; }

    /// <summary>Distances between slices, between rows and between columns (z, y, x) of a volume. Shapes keep their size in units of the last.</summary>
    [Parameter(ParameterSetName = VolumeSet)]
    [ValidateCount(3, 3)]
    public double[] VoxelSize { get; set; } = [1, 1, 1];

    /// <summary>The unit of -VoxelSize.</summary>
    [Parameter(ParameterSetName = VolumeSet)]
    [ValidateNotNullOrEmpty]
    public string VoxelUnit { get; set; } = "\u00B5m";

    /// <summary>Seed of noise, shapes and strokes.</summary>
    [Parameter]
    public int Seed { get; set; }

    private protected override void Begin()
    {
        if (ParameterSetName == VolumeSet)
        {
            VoxelSize? voxelSize = VoxelSizeArgument.Parse(VoxelSize, VoxelUnit);
            WriteObject(VolumePhantom.Create(Depth, Edge(nameof(Height), Height), Edge(nameof(Width), Width), voxelSize, Seed));
            return;
        }

        Phantom phantom = Run("Making a phantom", $"{Height} x {Width}", 0, options => Phantom.Create(Height, Width, Seed, options));
        Verbose($"Phantom of {Height} x {Width} pixels, seed {Seed}, {ThreadText(0)}, {Elapsed.TotalSeconds:0.000} s");
        WriteObject(phantom);
    }

    private int Edge(string parameter, int value) => MyInvocation.BoundParameters.ContainsKey(parameter) ? value : 128;
}
