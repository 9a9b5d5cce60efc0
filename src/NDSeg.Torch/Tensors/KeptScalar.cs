using TorchSharp;

namespace NDSeg.Torch.Tensors;

/// <summary>
/// Numbers for tensor operations that live as long as the process. The library makes a new one for every plain <c>add</c>
/// and lets the garbage collector free it, which may happen while native code still reads it: pass one of these.
/// </summary>
internal static class KeptScalar
{
    /// <summary>0.</summary>
    public static readonly Scalar Zero = 0.ToScalar();

    /// <summary>1: the factor of the second operand.</summary>
    public static readonly Scalar One = 1.ToScalar();

    /// <summary>1/2.</summary>
    public static readonly Scalar Half = 0.5.ToScalar();

    /// <summary>4.</summary>
    public static readonly Scalar Four = 4.ToScalar();
}
