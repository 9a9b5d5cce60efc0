using System.Management.Automation;
using NDSeg.Phantoms;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Makes example data: a slice of a wound battery with strokes, truth and chemical maps.</summary>
/// <remarks>
/// <para>The same size and seed give the same bytes on every machine. The result has the properties Image, Strokes, Truth and
/// Extras (six maps for -ExtraChannel).</para>
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
[Cmdlet(VerbsCommon.New, "SegPhantom")]
[OutputType(typeof(Phantom))]
public sealed class NewSegPhantomCommand : SegCommand
{
    /// <summary>Rows.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(32, 32768)]
    public int Height { get; set; } = 512;

    /// <summary>Columns.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(32, 32768)]
    public int Width { get; set; } = 512;

    /// <summary>Seed of noise, particles, cracks and strokes.</summary>
    [Parameter]
    public int Seed { get; set; }

    private protected override void Begin()
    {
        Phantom phantom = Run("Making a phantom", $"{Height} x {Width}", 0, options => Phantom.Create(Height, Width, Seed, options));
        Verbose($"Phantom of {Height} x {Width} pixels, seed {Seed}, {ThreadText(0)}, {Elapsed.TotalSeconds:0.000} s");
        WriteObject(phantom);
    }
}
