namespace NDSeg.Torch;

/// <summary>
/// Brings libtorch into the process, once, by full path and in the order of its dependencies, before TorchSharp looks
/// for it by name. Nothing of torch is loaded before <see cref="EnsureLoaded"/>.
/// </summary>
public static class TorchRuntime
{
    /// <summary>Whether libtorch is in the process.</summary>
    public static bool IsLoaded => throw new NotImplementedException();

    /// <summary>Loads libtorch unless that was done before; a failure is remembered and thrown again.</summary>
    /// <exception cref="SegException">TorchNotFound; TorchLoadFailed.</exception>
    public static void EnsureLoaded() => throw new NotImplementedException();
}
