using Xunit;

namespace NDSeg.TestData;

/// <summary>A test that needs the shared data; skipped with the reason where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    internal const string Reason = "The shared data was not found: set NDSEG_SHARED to its folder, or put it at ../shared.";

    /// <summary>Decides whether the test runs.</summary>
    public SharedFactAttribute()
    {
        if (SharedData.Root is null)
        {
            Skip = Reason;
        }
    }
}
