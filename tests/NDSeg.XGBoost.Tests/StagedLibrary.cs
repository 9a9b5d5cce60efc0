using System.Runtime.CompilerServices;
using NDSeg.TestData;
using NDSeg.XGBoost.Native;

namespace NDSeg.XGBoost.Tests;

/// <summary>Points the tests at the library that the build put into the module's folder, unless one was named.</summary>
internal static class StagedLibrary
{
#pragma warning disable CA2255 // The variable must be set before the first test attribute asks for the library.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Name()
    {
        string folder = Path.Combine(SharedData.RepositoryRoot, "module", "native");
        bool staged = Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*xgboost*").Any();
        if (staged && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(XGBoostLibrary.EnvironmentVariable)))
        {
            Environment.SetEnvironmentVariable(XGBoostLibrary.EnvironmentVariable, folder);
        }
    }
}
