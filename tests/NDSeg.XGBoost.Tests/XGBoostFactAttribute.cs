using NDSeg.XGBoost.Native;
using Xunit;

namespace NDSeg.XGBoost.Tests;

/// <summary>A test that needs the native library; skipped with the reason where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class XGBoostFactAttribute : FactAttribute
{
    /// <summary>Decides whether the test runs.</summary>
    /// <param name="sharedData">It needs the shared data, too.</param>
    /// <param name="version">It needs exactly this version, because its expected values came from it.</param>
    /// <param name="withoutCuda">It needs a library built without CUDA.</param>
    public XGBoostFactAttribute(bool sharedData = false, string? version = null, bool withoutCuda = false)
    {
        SharedData = sharedData;
        Version = version;
        WithoutCuda = withoutCuda;
        XGBoostStatus status = XGBoostLibrary.Probe();
        if (!status.Found)
        {
            Skip = "No XGBoost library. " + status.Remedy;
        }
        else if (sharedData && TestData.SharedData.Root is null)
        {
            Skip = "The shared data was not found: set NDSEG_SHARED to its folder, or put it at ../shared.";
        }
        else if (version is not null && status.Version!.ToString() != version)
        {
            Skip = $"The expected values are XGBoost {version}'s, and the library is {status.Version}.";
        }
        else if (withoutCuda && status.HasCuda)
        {
            Skip = "The library was built with CUDA.";
        }
    }

    /// <summary>Whether the shared data is needed.</summary>
    public bool SharedData { get; }

    /// <summary>The version needed, or null.</summary>
    public string? Version { get; }

    /// <summary>Whether the library must be one without CUDA.</summary>
    public bool WithoutCuda { get; }
}
