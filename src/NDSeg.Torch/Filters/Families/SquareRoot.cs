using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Families;

/// <summary>The correctly rounded float32 square root on every device.</summary>
internal static class SquareRoot
{
    /// <summary>The square roots of float32 values.</summary>
    public static Tensor Of(Tensor values)
    {
        if (values.device_type != DeviceType.CPU)
        {
            return values.sqrt();
        }

        // libtorch for the processor takes float32 roots from a library that is up to an ulp off; a float64 root rounded
        // to float32 is the exact one.
        using Tensor wide = values.to(ScalarType.Float64);
        wide.sqrt_();
        return wide.to(ScalarType.Float32);
    }
}
