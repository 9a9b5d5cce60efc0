using System.Runtime.InteropServices;

namespace NDSeg.Torch.Native;

/// <summary>Finds the folder of libtorch and the native half of TorchSharp; looks at files only.</summary>
internal sealed class TorchPlaces
{
    /// <summary>Names an existing libtorch folder; wins over everything else.</summary>
    public const string HomeVariable = "NDSEG_TORCH_HOME";

    /// <summary>The same as a setting of the host's runtimeconfig.json.</summary>
    public const string HomeSetting = "NDSeg.TorchHome";

    private readonly List<string> searched = [];

    private TorchPlaces()
    {
    }

    /// <summary>Folder with the libtorch libraries, or null.</summary>
    public string? Folder { get; private set; }

    /// <summary>Full path of the native half of TorchSharp, or null.</summary>
    public string? Binding { get; private set; }

    /// <summary>Whether <see cref="Folder"/> holds a CUDA build.</summary>
    public bool HasCuda => Folder is not null && File.Exists(Path.Combine(Folder, FileName("torch_cuda")));

    /// <summary>Every place that was looked at, with what was found there.</summary>
    public IReadOnlyList<string> Searched => searched;

    /// <summary>Looks in the usual places.</summary>
    public static TorchPlaces Find()
        => Find(
            Environment.GetEnvironmentVariable(HomeVariable),
            AppContext.GetData(HomeSetting) as string,
            Path.GetDirectoryName(typeof(TorchPlaces).Assembly.Location) ?? AppContext.BaseDirectory);

    /// <summary>Looks in given places.</summary>
    /// <param name="variable">Value of <see cref="HomeVariable"/>, or null. When set, no other place is tried for libtorch.</param>
    /// <param name="setting">Value of <see cref="HomeSetting"/>, or null.</param>
    /// <param name="assemblyFolder">Folder of this assembly; the module keeps its natives beside it.</param>
    public static TorchPlaces Find(string? variable, string? setting, string assemblyFolder)
    {
        var places = new TorchPlaces();
        string[] own =
        [
            Path.GetFullPath(Path.Combine(assemblyFolder, "..", "native", "torch")),
            Path.Combine(assemblyFolder, "native", "torch"),
            Path.Combine(assemblyFolder, "runtimes", Rid, "native"),
            assemblyFolder,
        ];
        IEnumerable<(string Origin, string Folder)> candidates = !string.IsNullOrWhiteSpace(variable)
            ? Layouts(variable).Select(f => (HomeVariable, f))
            : [
                .. string.IsNullOrWhiteSpace(setting) ? [] : Layouts(setting).Select(f => (HomeSetting, f)),
                .. own.Select(f => ("module", f)),
            ];
        places.Folder = places.FirstWith(candidates, FileName("torch_cpu"));
        string[] bindingFolders = places.Folder is null ? own : [places.Folder, .. own];
        places.Binding = places.FirstWith(bindingFolders.Select(f => ("binding", f)), FileName("LibTorchSharp")) is { } folder
            ? Path.Combine(folder, FileName("LibTorchSharp"))
            : null;
        return places;
    }

    /// <summary>The file name of a native library on this system.</summary>
    public static string FileName(string library)
        => OperatingSystem.IsWindows() ? library + ".dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>The runtime identifier native packages use for this system.</summary>
    public static string Rid
        => (OperatingSystem.IsWindows() ? "win-" : OperatingSystem.IsMacOS() ? "osx-" : "linux-")
            + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    // The libtorch archive, a Python package folder, site-packages itself and a NuGet package keep the libraries at
    // different depths; all of them may be named.
    private static string[] Layouts(string home) =>
    [
        Path.GetFullPath(home),
        Path.GetFullPath(Path.Combine(home, "lib")),
        Path.GetFullPath(Path.Combine(home, "libtorch", "lib")),
        Path.GetFullPath(Path.Combine(home, "torch", "lib")),
        Path.GetFullPath(Path.Combine(home, "runtimes", Rid, "native")),
    ];

    private string? FirstWith(IEnumerable<(string Origin, string Folder)> candidates, string file)
    {
        foreach ((string origin, string folder) in candidates)
        {
            bool there = File.Exists(Path.Combine(folder, file));
            searched.Add($"{Path.Combine(folder, file)} ({origin}): {(there ? "found" : Directory.Exists(folder) ? "no such file" : "no such folder")}");
            if (there)
            {
                return folder;
            }
        }

        return null;
    }
}
