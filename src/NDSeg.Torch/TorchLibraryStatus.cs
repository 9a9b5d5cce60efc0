using NDSeg.Torch.Native;

namespace NDSeg.Torch;

/// <summary>What there is of the tensor backend on this machine, and what is missing.</summary>
/// <param name="Found">The native libraries are where they are looked for.</param>
/// <param name="Loaded">The native libraries are in this process (only after a detailed probe or the first use).</param>
/// <param name="CudaUsable">Torch was loaded and can compute on at least one card; false while not loaded.</param>
/// <param name="TorchSharpVersion">Version of the managed binding.</param>
/// <param name="LibTorchVersion">Version of libtorch as far as its folder tells, or null.</param>
/// <param name="LibTorchFolder">Folder the libtorch libraries come from, or null.</param>
/// <param name="BindingPath">Full path of the native half of TorchSharp, or null.</param>
/// <param name="HasCudaLibrary">The folder holds a CUDA build of libtorch.</param>
/// <param name="DriverVersion">CUDA version the installed driver supports, or null without a driver.</param>
/// <param name="Cards">Cards the driver reports.</param>
/// <param name="Searched">Every place that was looked at, in order, with what was found there.</param>
/// <param name="Problem">Why the backend, or the card, cannot be used; null when everything is there.</param>
/// <param name="Remedy">What to do about <paramref name="Problem"/>; null without one.</param>
public sealed record TorchLibraryStatus(
    bool Found,
    bool Loaded,
    bool CudaUsable,
    string TorchSharpVersion,
    string? LibTorchVersion,
    string? LibTorchFolder,
    string? BindingPath,
    bool HasCudaLibrary,
    string? DriverVersion,
    IReadOnlyList<TorchCard> Cards,
    IReadOnlyList<string> Searched,
    string? Problem,
    string? Remedy);
