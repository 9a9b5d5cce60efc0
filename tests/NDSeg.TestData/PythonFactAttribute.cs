using Xunit;

namespace NDSeg.TestData;

/// <summary>A test that needs Python and packages; skipped with the reason where they are not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    /// <summary>Decides whether the test runs.</summary>
    /// <param name="modules">Names of modules, separated by commas.</param>
    public PythonFactAttribute(string modules) => Skip = PythonOracle.Missing(modules);
}
