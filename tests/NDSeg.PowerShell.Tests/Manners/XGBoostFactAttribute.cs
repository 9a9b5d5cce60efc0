using NDSeg.TestData;
using Xunit;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>A test that needs the XGBoost library; skipped with the reason where neither the module nor the variable has one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class XGBoostFactAttribute : FactAttribute
{
    public XGBoostFactAttribute()
    {
        string native = Path.Combine(SharedData.RepositoryRoot, "module", "native");
        bool staged = Directory.Exists(native) && Directory.EnumerateFiles(native, "*xgboost*", SearchOption.AllDirectories).Any(f => !f.EndsWith(".txt", StringComparison.Ordinal));
        if (!staged && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NDSEG_XGBOOST_LIBRARY")))
        {
            Skip = "The XGBoost library was not staged into module/native, and NDSEG_XGBOOST_LIBRARY names none.";
        }
    }
}
