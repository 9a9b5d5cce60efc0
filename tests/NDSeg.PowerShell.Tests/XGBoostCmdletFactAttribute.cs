using Xunit;

namespace NDSeg.PowerShell.Tests;

/// <summary>A test that trains XGBoost; skipped where Get-SegDevice says that the library is missing, with its reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class XGBoostCmdletFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Missing = new(() =>
    {
        using var module = new HostedModule();
        HostedResult found = module.Run("$x = Get-SegDevice | Where-Object Name -EQ xgboost; if (-not $x.Available) { \"$($x.Reason) $($x.Remedy)\" }").NoErrors();
        return found.Output.Count == 0 ? null : $"No XGBoost library. {found.Output[0]}";
    });

    /// <summary>Decides whether the test runs.</summary>
    public XGBoostCmdletFactAttribute() => Skip = Missing.Value;
}
