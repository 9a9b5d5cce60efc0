using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace NDSeg.PowerShell.Loading;

/// <summary>
/// The load context of everything behind the cmdlets: NDSeg.IO, NDSeg.Jobs, NDSeg.Paint, NDSeg.XGBoost, NDSeg.Torch and the
/// packages they use, from <c>module/lib</c>, with native libraries from <c>module/native</c>. Where this assembly is an image compiled for one
/// system (<c>module/r2r-linux-x64</c>), those images come first (<c>module/lib-linux-x64</c>). Another module may bring other
/// versions of the same packages without either noticing. NDSeg.Core and the runtime's own assemblies are shared with the
/// default context.
/// </summary>
internal sealed class SegLoadContext : AssemblyLoadContext
{
    private static readonly Assembly Core = typeof(SegException).Assembly;
    private static readonly Lazy<SegLoadContext> Instance = new(() => new SegLoadContext());

    private const string ImageFolderPrefix = "r2r-";

    private readonly string[] libraryFolders;
    private readonly string[] nativeFolders;

    private SegLoadContext()
        : base("NDSeg")
    {
        string folder = Path.GetDirectoryName(typeof(SegLoadContext).Assembly.Location)!;
        bool isImage = Path.GetFileName(folder).StartsWith(ImageFolderPrefix, StringComparison.Ordinal);
        string moduleFolder = isImage ? Path.GetDirectoryName(folder)! : folder;
        string library = Path.Combine(moduleFolder, "lib");
        libraryFolders = isImage ? [$"{library}-{Path.GetFileName(folder)[ImageFolderPrefix.Length..]}", library] : [library];
        string native = Path.Combine(moduleFolder, "native");
        nativeFolders = [.. NativeFolderNames().Select(name => Path.Combine(native, name)), native];
    }

    /// <summary>Answers the default context's question for an assembly that only this context has.</summary>
    /// <returns>The assembly; null where its file is missing: this context would ask the default one again, and so on without end.</returns>
    public static Assembly? ResolveForDefault(AssemblyLoadContext context, AssemblyName name)
        => name.Name is "NDSeg.IO" or "NDSeg.Jobs" or "NDSeg.Paint" or "NDSeg.XGBoost" or "NDSeg.Torch" or "System.IO.Hashing" && Instance.Value.PathOf(name) is not null
            ? Instance.Value.LoadFromAssemblyName(name)
            : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Core.GetName().Name)
        {
            return Core;
        }

        return PathOf(assemblyName) is string path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (string folder in nativeFolders)
        {
            foreach (string file in FileNames(unmanagedDllName))
            {
                string path = Path.Combine(folder, file);
                if (File.Exists(path))
                {
                    return LoadUnmanagedDllFromPath(path);
                }
            }
        }

        return 0;
    }

    private string? PathOf(AssemblyName name) => libraryFolders.Select(folder => Path.Combine(folder, name.Name + ".dll")).FirstOrDefault(File.Exists);

    private static IEnumerable<string> NativeFolderNames()
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        yield return RuntimeInformation.RuntimeIdentifier;
        if (OperatingSystem.IsWindows())
        {
            yield return $"win-{architecture}";
        }
        else if (OperatingSystem.IsMacOS())
        {
            yield return $"osx-{architecture}";
            yield return "osx";
        }
        else
        {
            yield return $"linux-{architecture}";
        }
    }

    private static IEnumerable<string> FileNames(string name)
    {
        yield return name;
        if (OperatingSystem.IsWindows())
        {
            yield return name + ".dll";
        }
        else
        {
            string extension = OperatingSystem.IsMacOS() ? ".dylib" : ".so";
            yield return name + extension;
            yield return "lib" + name + extension;
        }
    }
}
