namespace NDSeg.PowerShell.Devices;

/// <summary>What an entry of Get-SegDevice stands for.</summary>
public enum SegDeviceType
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>A CUDA card.</summary>
    Cuda,

    /// <summary>A native library.</summary>
    Library,
}
