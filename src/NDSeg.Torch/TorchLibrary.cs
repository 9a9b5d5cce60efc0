using System.Reflection;
using System.Runtime.CompilerServices;
using NDSeg.Torch.Native;

namespace NDSeg.Torch;

/// <summary>Says what there is of the tensor backend on this machine.</summary>
public static class TorchLibrary
{
    /// <summary>The libtorch version this build is paired with.</summary>
    internal static string ExpectedLibTorch => Metadata("LibTorchVersion");

    /// <summary>Looks for libtorch and for cards. Never throws for what is missing.</summary>
    /// <param name="detailed">
    /// True loads libtorch and asks it; false only looks at files and at the graphics driver, and touches nothing of torch.
    /// </param>
    public static TorchLibraryStatus Probe(bool detailed = false) => Probe(TorchRuntime.Places ?? TorchPlaces.Find(), detailed);

    /// <summary>The same for given places.</summary>
    internal static TorchLibraryStatus Probe(TorchPlaces places, bool detailed)
    {
        bool found = places.Folder is not null && places.Binding is not null;
        string? problem = found ? null : TorchRuntime.NotFound(places).Finding;
        IReadOnlyList<TorchCard> cards = CudaDriver.Cards();
        if (found && detailed)
        {
            try
            {
                TorchRuntime.EnsureLoaded();
            }
            catch (SegException error)
            {
                problem = error.Finding;
            }
        }

        bool usable = TorchRuntime.IsLoaded && CudaIsUsable();
        string? remedy = problem is null ? null : TorchRuntime.Remedy;
        if (problem is null && !usable)
        {
            (problem, remedy) = WhyNoCuda(places, cards);
        }

        return new TorchLibraryStatus(
            found,
            TorchRuntime.IsLoaded,
            usable,
            Metadata("TorchSharpVersion"),
            VersionOf(places.Folder),
            places.Folder,
            places.Binding,
            places.HasCuda,
            CudaDriver.Version,
            usable ? [.. cards.Select(WithFreeMemory)] : cards,
            places.Searched,
            problem,
            remedy);
    }

    /// <summary>Why no card can be used, and what to do; null when that is not known without loading torch.</summary>
    internal static (string? Problem, string? Remedy) WhyNoCuda(TorchPlaces places, IReadOnlyList<TorchCard> cards)
    {
        if (!CudaDriver.IsInstalled)
        {
            return ($"Expected the CUDA driver ({CudaDriver.LibraryName}), found none.", "Install the graphics driver of the card, or use -Device Cpu.");
        }

        if (cards.Count == 0)
        {
            return ($"Expected a CUDA card, found a driver ({CudaDriver.Version}) that reports none.", "Check that the card is visible (nvidia-smi, CUDA_VISIBLE_DEVICES), or use -Device Cpu.");
        }

        if (!places.HasCuda)
        {
            return (
                $"Expected a CUDA build of libtorch ({TorchPlaces.FileName("torch_cuda")}) in '{places.Folder}', found a build for the processor only.",
                $"Set {TorchPlaces.HomeVariable} to a CUDA build of libtorch {ExpectedLibTorch}, or build the module with -p:NDSegTorchFlavour=cuda-linux or cuda-windows.");
        }

        return TorchRuntime.CudaFailure is { } reason
            ? ($"The CUDA libraries of libtorch do not load: {reason}", "Check that driver and libtorch belong to the same CUDA release.")
            : TorchRuntime.IsLoaded
                ? ($"libtorch in '{places.Folder}' cannot use the card {cards[0]} (driver for CUDA {CudaDriver.Version}).", "Check that driver and libtorch belong to the same CUDA release.")
                : (null, null);
    }

    /// <summary>Whether the loaded torch can compute on a card. Call only after <see cref="TorchRuntime.EnsureLoaded"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool CudaIsUsable() => TorchSharp.torch.cuda.is_available();

    private static TorchCard WithFreeMemory(TorchCard card) => card with { FreeMemory = CudaDriver.Memory(card.Index)?.Free };

    // libtorch archives keep their version in a text file beside lib; NuGet and Python put it into the path.
    private static string? VersionOf(string? folder)
    {
        if (folder is null)
        {
            return null;
        }

        string file = Path.Combine(folder, "..", "build-version");
        return File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault()?.Trim()
            : folder.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).LastOrDefault(part => Version.TryParse(part, out _));
    }

    private static string Metadata(string key)
        => typeof(TorchLibrary).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
