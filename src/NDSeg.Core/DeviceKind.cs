namespace NDSeg;

/// <summary>Where an engine computes.</summary>
public enum DeviceKind
{
    /// <summary>Vectorised, multi-threaded code on the processor.</summary>
    Cpu,

    /// <summary>Tensor operations on a CUDA card.</summary>
    Cuda,
}
