namespace NDSeg.XGBoost.Native;

/// <summary>Tells the user how to get the library on the system at hand.</summary>
internal static class LibraryRemedy
{
    /// <summary>Ways to get the library, for a search that did not find it.</summary>
    public static string For(LibrarySearch search)
    {
        string place = $"into '{search.ModuleNativeFolder}', or set {XGBoostLibrary.EnvironmentVariable} to the file or its folder";
        string named = string.IsNullOrEmpty(search.Named)
            ? string.Empty
            : $"{XGBoostLibrary.EnvironmentVariable} names '{search.Named}', and nothing else is looked at while it is set: correct it or unset it. ";
        return named + Install(place) + " Random Forest needs no library.";
    }

    private static string Install(string place)
    {
        if (OperatingSystem.IsWindows())
        {
            return "Take xgboost.dll from the NuGet package libxgboost-3.2.0-win-x64 (folder runtimes/win-x64/native; for CUDA also the DLLs of the packages "
                + $"that XGBoostSharp-cuda-windows names) and put it {place}. When building NDSeg, -p:XGBoostNativeFolder=<folder> does the copying.";
        }

        if (OperatingSystem.IsMacOS())
        {
            return $"Run 'brew install xgboost', or put libxgboost.dylib (NuGet package libxgboost-3.2.0-osx-arm64 or -osx-x64) {place}.";
        }

        return "Run 'sudo apt-get install libxgboost0' (Debian and its derivatives; the build of NDSeg does it without root where apt-get is found), "
            + $"or put libxgboost.so and its libgomp (from the Python wheel of xgboost, say) {place}.";
    }
}
