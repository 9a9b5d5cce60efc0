namespace NDSeg.Torch.Native;

/// <summary>One CUDA card as its driver describes it.</summary>
/// <param name="Index">0-based ordinal; the device is called <c>cuda:Index</c>.</param>
/// <param name="Name">Product name.</param>
/// <param name="TotalMemory">Memory in bytes.</param>
/// <param name="FreeMemory">Free memory in bytes, or null when no context could be made to ask for it.</param>
/// <param name="ComputeCapability">Major and minor capability, <c>9.0</c>.</param>
public sealed record TorchCard(int Index, string Name, long TotalMemory, long? FreeMemory, string ComputeCapability)
{
    /// <summary>The device name an engine is made with.</summary>
    public string DeviceName => FormattableString.Invariant($"cuda:{Index}");

    /// <summary>Name and memory.</summary>
    public override string ToString() => FormattableString.Invariant($"{DeviceName} {Name}, {TotalMemory / (1024.0 * 1024 * 1024):0.0} GiB");
}
