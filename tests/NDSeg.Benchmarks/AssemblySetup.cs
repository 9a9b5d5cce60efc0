using System.Runtime.CompilerServices;
using NDSeg.XGBoost;

namespace NDSeg.Benchmarks;

/// <summary>XGBoost is known before any run names it.</summary>
internal static class AssemblySetup
{
    [ModuleInitializer]
    public static void Register() => XGBoostLearner.Register();
}
