using System.Runtime.InteropServices;

namespace NDSeg.XGBoost.Native;

/// <summary>
/// Where to look for the library, in order: the file or folder the environment names; the module's folders; the
/// system. A library that was named is the only one that may be used: another version would give another model.
/// </summary>
/// <param name="Named">What the environment variable names; null or empty when it is not set.</param>
/// <param name="AssemblyFolder">The folder of this assembly.</param>
/// <param name="SystemFiles">Full paths of where the system may keep an installed library.</param>
internal sealed record LibrarySearch(string? Named, string AssemblyFolder, IReadOnlyList<string> SystemFiles)
{
    private static readonly string[] WindowsNames = ["xgboost.dll"];
    private static readonly string[] MacNames = ["libxgboost.dylib"];
    private static readonly string[] LinuxNames = ["libxgboost.so.0", "libxgboost.so"];

    /// <summary>The names the library's file has on this system.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
        OperatingSystem.IsWindows() ? WindowsNames : OperatingSystem.IsMacOS() ? MacNames : LinuxNames;

    /// <summary>The search in this process.</summary>
    public static LibrarySearch ForProcess(string? named)
    {
        string location = typeof(LibrarySearch).Assembly.Location;
        string folder = location.Length == 0 ? AppContext.BaseDirectory : Path.GetDirectoryName(location)!;

        return new LibrarySearch(named, folder, [.. SystemFolders.All().SelectMany(place => FileNames.Select(name => Path.Combine(place, name)))]);
    }

    /// <summary>The folder beside the assembly's that the module keeps native libraries in; where the user is told to put one.</summary>
    public string ModuleNativeFolder => Path.GetFullPath(Path.Combine(AssemblyFolder, "..", "native"));

    /// <summary>Full paths, which may not exist, in the order to try them.</summary>
    public IEnumerable<string> Candidates()
    {
        if (!string.IsNullOrEmpty(Named))
        {
            string named = Path.GetFullPath(Named);
            return Directory.Exists(named) ? FileNames.Select(name => Path.Combine(named, name)) : [named];
        }

        return ModuleFolders().SelectMany(folder => FileNames.Select(name => Path.Combine(folder, name))).Concat(SystemFiles);
    }

    private IEnumerable<string> ModuleFolders()
    {
        string runtime = Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        string portable = Path.Combine("runtimes", PortableRuntime(), "native");
        string module = Path.GetFullPath(Path.Combine(AssemblyFolder, ".."));
        return new[]
        {
            AssemblyFolder,
            ModuleNativeFolder,
            Path.Combine(AssemblyFolder, "native"),
            Path.Combine(AssemblyFolder, runtime),
            Path.Combine(module, runtime),
            Path.Combine(AssemblyFolder, portable),
            Path.Combine(module, portable),
        }.Distinct(StringComparer.Ordinal);
    }

    // Packages name their folders after the portable identifier: linux-x64 also where the runtime says debian.12-x64.
    private static string PortableRuntime()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string processor = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.X86 => "x86",
            Architecture.Arm64 => "arm64",
            Architecture.Arm => "arm",
            Architecture other => other.ToString(),
        };
        return $"{system}-{processor}";
    }
}
