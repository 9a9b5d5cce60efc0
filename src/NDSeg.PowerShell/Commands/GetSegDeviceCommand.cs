using System.Management.Automation;
using NDSeg.PowerShell.Devices;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Lists processor, CUDA cards and native libraries, and says what is missing and how to get it.</summary>
/// <remarks>
/// <para>Without -Detailed nothing of the tensor library is loaded: only files and the graphics driver are looked at. With
/// -Detailed it is loaded and asked.</para>
/// </remarks>
/// <example>
/// <code>Get-SegDevice</code>
/// <para>What can be used.</para>
/// </example>
/// <example>
/// <code>Get-SegDevice | Where-Object Available -eq $false | ForEach-Object Reason</code>
/// <para>Why the rest cannot.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SegDevice")]
[OutputType(typeof(SegDeviceInfo))]
public sealed class GetSegDeviceCommand : SegCommand
{
    /// <summary>Loads the tensor library and asks it about the cards.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override void Begin()
        => WriteObject(Run("Looking for devices", "native libraries", 0, _ => DeviceInventory.List(Detailed)), enumerateCollection: true);
}
