using System.Runtime.CompilerServices;
using NDSeg.Filters.Gaussian;
using NDSeg.Images;

namespace NDSeg.Filters.Volumes;

/// <summary>
/// The windows of one Gaussian along the three axes, weights from the centre outwards: the standard deviation is given in x pixels, and
/// an axis whose samples are r times as far apart takes 1 / r of it. Half-width int(3 s / r + 0.5); weights are pinned for kernels.
/// </summary>
internal sealed unsafe class AxisWindows
{
    // A window of more samples asks for more memory than any volume is worth.
    private const int GreatestRadius = 2048;

    private readonly double[] z;
    private readonly double[] y;
    private readonly double[] x;

    /// <summary>Samples the windows.</summary>
    /// <param name="deviation">Standard deviation in x pixels.</param>
    /// <param name="ratio">Distances of slices and rows in x pixels.</param>
    /// <exception cref="SegException">InvalidVoxelSize for axes on which the window has too many samples.</exception>
    internal AxisWindows(double deviation, VoxelRatio ratio)
    {
        z = Pinned(deviation / ratio.Z);
        y = Pinned(deviation / ratio.Y);
        x = Pinned(deviation);
    }

    /// <summary>Half-width across slices.</summary>
    internal int RadiusZ => z.Length - 1;

    /// <summary>Half-width across rows.</summary>
    internal int RadiusY => y.Length - 1;

    /// <summary>Half-width across columns.</summary>
    internal int RadiusX => x.Length - 1;

    /// <summary>Weights across slices.</summary>
    internal double* Z => Pointer(z);

    /// <summary>Weights across rows.</summary>
    internal double* Y => Pointer(y);

    /// <summary>Weights across columns.</summary>
    internal double* X => Pointer(x);

    private static double* Pointer(double[] pinned) => (double*)Unsafe.AsPointer(ref pinned[0]);

    private static double[] Pinned(double deviation)
    {
        if (deviation * 3 > GreatestRadius)
        {
            throw new SegException("InvalidVoxelSize", SegErrorKind.InvalidArgument, FormattableString.Invariant($"Expected windows of at most {GreatestRadius} samples to each side, found a standard deviation of {deviation:G4} samples along an axis."), "Check the voxel size, or use smaller sigmas.");
        }

        double[] weights = GaussianWindow.Narrow(deviation);
        double[] pinned = GC.AllocateUninitializedArray<double>(weights.Length, pinned: true);
        weights.CopyTo(pinned, 0);
        return pinned;
    }
}
