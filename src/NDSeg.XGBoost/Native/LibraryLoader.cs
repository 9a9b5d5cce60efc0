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
                tried.Add(new LibraryAttempt(candidate, Reason(failure.Message)));
            }
        }

        return (null, new XGBoostStatus(false, null, null, false, tried.AsReadOnly(), LibraryRemedy.For(search)));
    }

    private static nint Open(string candidate)
    {
        if (!Path.IsPathFullyQualified(candidate))
        {
            throw new DllNotFoundException("a full path is needed: a bare name may be looked for in the current directory");
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
        List<string> waiting = [.. Directory.EnumerateFiles(folder)
            .Where(file => Companions.Any(companion => Path.GetFileName(file).StartsWith(companion, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)];
        int found = waiting.Count;

        // They may need each other, in an order that is not known: go round until no more can be loaded.
        for (int before = -1; waiting.Count != before;)
        {
            before = waiting.Count;
            waiting.RemoveAll(file => NativeLibrary.TryLoad(file, out _));
        }

        return found - waiting.Count;
    }

    // Outside Windows the runtime puts advice on the first line and the loader's own words on the others.
    private static string Reason(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join("; ", lines.Length > 1 ? lines[1..] : lines);
    }
}
