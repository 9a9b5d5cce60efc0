using System.Runtime.CompilerServices;

namespace NDSeg.XGBoost.Tests;

/// <summary>The learner is known before any test names it.</summary>
internal static class AssemblySetup
{
    [ModuleInitializer]
    public static void Register() => XGBoostLearner.Register();
}
