using Xunit;

namespace NDSeg.TestData;

/// <summary>A theory that needs the shared data; skipped with the reason where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides whether the test runs.</summary>
    public SharedTheoryAttribute()
    {
        if (SharedData.Root is null)
        {
            Skip = SharedFactAttribute.Reason;
        }
    }
}
