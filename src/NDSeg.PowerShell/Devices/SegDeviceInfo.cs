namespace NDSeg.PowerShell.Devices;

/// <summary>A device or a native library: what was found, and for what is missing why and how to get it.</summary>
/// <param name="Kind">Cpu, Cuda or Library.</param>
/// <param name="Name">The name -Device or a message uses: <c>cpu</c>, <c>cuda:0</c>, <c>xgboost</c>, <c>libtorch</c>.</param>
/// <param name="Available">Whether it can be used.</param>
/// <param name="Description">Processor, card or library in words.</param>
/// <param name="Version">Version of the library or driver, if known.</param>
/// <param name="Memory">Bytes of memory of the device, if known.</param>
/// <param name="FreeMemory">Bytes of that which are free, if known.</param>
/// <param name="Path">The file or folder that is used, if any.</param>
/// <param name="Searched">Every place that was looked at, with what was found there.</param>
/// <param name="Reason">Why it cannot be used; null when it can.</param>
/// <param name="Remedy">What to do about it; null when nothing is missing.</param>
public sealed record SegDeviceInfo(
    SegDeviceType Kind,
    string Name,
    bool Available,
    string Description,
    string? Version,
    long? Memory,
    long? FreeMemory,
    string? Path,
    IReadOnlyList<string> Searched,
    string? Reason,
    string? Remedy);
