namespace NDSeg.Torch.Native;

/// <summary>
/// Lets the native half of TorchSharp load where libstdc++ is older than the one it was linked with. Its only demand on
/// GCC 13.2 is a version tag that no relocation uses; marking that demand weak makes the dynamic loader accept its
/// absence. Done on a copy, at load time, and only for versions the libstdc++ in this process really lacks: a module
/// built on one machine then works on another.
/// </summary>
internal static class StandardLibraryPatch
{
    private const string StandardLibrary = "libstdc++.so.6";

    /// <summary>The patched library, or null when there is nothing to patch.</summary>
    /// <param name="library">The library that does not load.</param>
    /// <param name="standardLibrary">The libstdc++ it would be loaded with.</param>
    public static byte[]? Create(byte[] library, byte[] standardLibrary)
    {
        var image = new ElfImage(library);
        var present = new ElfImage(standardLibrary).VersionDefinitions.ToHashSet(StringComparer.Ordinal);
        ElfVersionNeed[] missing =
        [
            .. image.VersionNeeds.Where(n => n.Library == StandardLibrary && !n.IsWeak && !present.Contains(n.Version)),
        ];
        return missing.Length > 0 && !missing.Any(image.IsRelocatedTo) ? image.WithWeak(missing) : null;
    }

    /// <summary>The path of the libstdc++ this process has loaded, or null.</summary>
    public static string? LoadedStandardLibrary()
        => OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/self/maps")
                .Select(line => line.IndexOf('/') is int at and >= 0 ? line[at..] : string.Empty)
                .FirstOrDefault(path => Path.GetFileName(path).StartsWith("libstdc++.so", StringComparison.Ordinal))
            : null;
}
