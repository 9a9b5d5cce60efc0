using NDSeg.TestData;
using Xunit;

namespace NDSeg.Torch.Tests;

/// <summary>A test that needs libtorch; skipped with the reason where the native libraries are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute()
    {
        Skip = Reason;
    }

    /// <summary>Also needs the real images and reference values.</summary>
    public bool Shared
    {
        get => false;
        set => Skip = Reason ?? (value && SharedData.Root is null ? "The shared data was not found." : null);
    }

    internal static string? Reason { get; } = TorchLibrary.Probe().Found ? null : TorchLibrary.Probe().Problem;
}
