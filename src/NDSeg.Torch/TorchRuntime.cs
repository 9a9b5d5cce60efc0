using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using NDSeg.Torch.Native;

namespace NDSeg.Torch;

/// <summary>
/// Brings libtorch into the process, once, by full path and in the order of its dependencies, before TorchSharp looks
/// for it by name. Nothing of torch is loaded before <see cref="EnsureLoaded"/>.
/// </summary>
public static class TorchRuntime
{
    private const string BindingName = "LibTorchSharp";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, nint> Handles = new(StringComparer.Ordinal);
    private static volatile bool loaded;
    private static SegException? failure;

    /// <summary>Whether libtorch is in the process.</summary>
    public static bool IsLoaded => loaded;

    /// <summary>Why the CUDA half of libtorch did not load, or null.</summary>
    internal static string? CudaFailure { get; private set; }

    /// <summary>Whether the binding had to be loaded from a patched copy, see <see cref="StandardLibraryPatch"/>.</summary>
    internal static bool BindingWasPatched { get; private set; }

    /// <summary>Where the libraries were loaded from.</summary>
    internal static TorchPlaces? Places { get; private set; }

    /// <summary>Loads libtorch unless that was done before; a failure is remembered and thrown again.</summary>
    /// <exception cref="SegException">TorchNotFound; TorchLoadFailed.</exception>
    public static void EnsureLoaded()
    {
        if (loaded)
        {
            return;
        }

        lock (Gate)
        {
            if (loaded)
            {
                return;
            }

            if (failure is not null)
            {
                throw new SegException(failure.Id, failure.Kind, failure.Finding, failure.Remedy, failure);
            }

            try
            {
                TorchPlaces places = TorchPlaces.Find();
                Load(places);
                BindManaged();
                Places = places;
                loaded = true;
            }
            catch (SegException error)
            {
                failure = error;
                throw;
            }
        }
    }

    /// <summary>The error for missing libraries: what was looked for, where, and how to get it.</summary>
    internal static SegException NotFound(TorchPlaces places)
        => new(
            "TorchNotFound",
            SegErrorKind.NotInstalled,
            $"Expected {(places.Folder is null ? "libtorch" : "the native half of TorchSharp")} ({TorchPlaces.FileName(places.Folder is null ? "torch_cpu" : BindingName)}), found none. Looked at:{Environment.NewLine}  "
            + string.Join(Environment.NewLine + "  ", places.Searched),
            Remedy);

    /// <summary>How to get what is missing.</summary>
    internal static string Remedy
        => $"Set {TorchPlaces.HomeVariable} to the folder of a libtorch {TorchLibrary.ExpectedLibTorch} (one that holds lib/{TorchPlaces.FileName("torch_cpu")}), or build the module with -p:NDSegTorchFlavour=cpu, cuda-linux or cuda-windows.";

    private static void Load(TorchPlaces places)
    {
        if (places.Folder is null || places.Binding is null)
        {
            throw NotFound(places);
        }

        foreach (string file in Directory.EnumerateFiles(places.Folder, OperatingSystem.IsWindows() ? "libiomp*.dll" : "libgomp*.so*").Order(StringComparer.Ordinal))
        {
            LoadFile(file);
        }

        LoadFile(Path.Combine(places.Folder, TorchPlaces.FileName("c10")));
        LoadFile(Path.Combine(places.Folder, TorchPlaces.FileName("torch_cpu")));
        LoadCuda(places.Folder);
        LoadFile(Path.Combine(places.Folder, TorchPlaces.FileName("torch")));
        Handles[BindingName] = LoadBinding(places.Binding);
    }

    // A CUDA build without a usable CUDA still computes on the processor: the reason is kept for whoever asks for a card.
    private static void LoadCuda(string folder)
    {
        try
        {
            foreach (string library in (ReadOnlySpan<string>)["c10_cuda", "torch_cuda"])
            {
                string file = Path.Combine(folder, TorchPlaces.FileName(library));
                if (File.Exists(file))
                {
                    LoadFile(file);
                }
            }
        }
        catch (SegException error)
        {
            CudaFailure = error.Message;
        }
    }

    private static nint LoadFile(string file)
    {
        try
        {
            nint handle = NativeLibrary.Load(file);
            string name = Path.GetFileNameWithoutExtension(file);
            Handles[OperatingSystem.IsWindows() || !name.StartsWith("lib", StringComparison.Ordinal) ? name : name[3..]] = handle;
            return handle;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw Failed(file, error);
        }
    }

    private static nint LoadBinding(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException error) when (OperatingSystem.IsLinux())
        {
            nint handle = LoadPatched(file);
            return handle != 0 ? handle : throw Failed(file, error);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw Failed(file, error);
        }
    }

    // The copy is unlinked once it is mapped: nothing stays behind, and nobody can exchange it between two runs.
    private static nint LoadPatched(string file)
    {
        DirectoryInfo? folder = null;
        try
        {
            string? standard = StandardLibraryPatch.LoadedStandardLibrary();
            byte[]? patched = standard is null ? null : StandardLibraryPatch.Create(File.ReadAllBytes(file), File.ReadAllBytes(standard));
            if (patched is null)
            {
                return 0;
            }

            folder = Directory.CreateTempSubdirectory("ndseg-torch-");
            string copy = Path.Combine(folder.FullName, Path.GetFileName(file));
            File.WriteAllBytes(copy, patched);
            BindingWasPatched = NativeLibrary.TryLoad(copy, out nint handle);
            return handle;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return 0;
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    private static SegException Failed(string file, Exception cause)
        => new("TorchLoadFailed", SegErrorKind.NotInstalled, $"Expected to load '{file}', found: {cause.Message.Trim()}", Remedy, cause);

    // TorchSharp asks for its native half by name, from its own imports and through NativeLibrary; both are answered with
    // the handle that is already there, whatever load context TorchSharp lives in.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void BindManaged()
    {
        Assembly managed = typeof(TorchSharp.torch).Assembly;
        NativeLibrary.SetDllImportResolver(managed, (name, _, _) => Resolve(name));
        if (AssemblyLoadContext.GetLoadContext(managed) is { } context)
        {
            context.ResolvingUnmanagedDll += (assembly, name) => assembly == managed ? Resolve(name) : 0;
        }
    }

    private static nint Resolve(string name) => Handles.GetValueOrDefault(name);
}
