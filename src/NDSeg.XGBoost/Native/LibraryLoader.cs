using System.Runtime.InteropServices;

namespace NDSeg.XGBoost.Native;

/// <summary>Loads the first usable library of a search.</summary>
internal static class LibraryLoader
{
    // What libxgboost needs and a base system may lack, as Debian's and the wheels' files begin: OpenMP, dmlc, NCCL.
    private static readonly string[] Companions = ["libgomp", "libomp", "libdmlc", "libnccl"];

    /// <summary>Tries every candidate in order.</summary>
    /// <returns>The entry points, or null with the reasons in the status.</returns>
    public static (XGBoostApi? Api, XGBoostStatus Status) Load(LibrarySearch search)
    {
        var tried = new List<LibraryAttempt>();
        foreach (string candidate in search.Candidates())
        {
            try
            {
                XGBoostApi api = XGBoostApi.Bind(Open(candidate), candidate);
                return (api, new XGBoostStatus(true, candidate, api.Version, api.HasCuda, tried.AsReadOnly(), string.Empty));
            }
            catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
            {
                tried.Add(new LibraryAttempt(candidate, OneLine(failure.Message)));
            }
        }

        return (null, new XGBoostStatus(false, null, null, false, tried.AsReadOnly(), LibraryRemedy.For(search)));
    }

    private static nint Open(string candidate)
    {
        if (!Path.IsPathRooted(candidate))
        {
            return NativeLibrary.Load(candidate);
        }

        if (!File.Exists(candidate))
        {
            throw new DllNotFoundException("there is no such file");
        }

        try
        {
            return NativeLibrary.Load(candidate);
        }
        catch (DllNotFoundException)
        {
            // The system's loader looks for dependencies in its own folders only. Once they are loaded by full path it
            // finds them by name. The system's copies come first: two OpenMP runtimes in one process waste threads.
            if (LoadCompanions(Path.GetDirectoryName(candidate)!) == 0)
            {
                throw;
            }

            return NativeLibrary.Load(candidate);
        }
    }

    private static int LoadCompanions(string folder)
    {
        int loaded = 0;
        foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            if (Companions.Any(companion => name.StartsWith(companion, StringComparison.Ordinal)) && NativeLibrary.TryLoad(file, out _))
            {
                loaded++;
            }
        }

        return loaded;
    }

    private static string OneLine(string message)
        => string.Join("; ", message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
