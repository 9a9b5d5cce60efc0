using System.Runtime.CompilerServices;
using NDSeg.XGBoost;

namespace NDSeg.Core.Tests;

/// <summary>Model files of XGBoost are read here too; the library itself is not needed for that.</summary>
internal static class AssemblySetup
{
    [ModuleInitializer]
    public static void Register() => XGBoostLearner.Register();
}
