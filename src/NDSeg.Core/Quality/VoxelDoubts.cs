using System.Numerics;
using NDSeg.Filters;
using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Signs that the voxels of a volume are not what its maps take them for: each as a sentence with its cause and what to do.</summary>
public static class VoxelDoubts
{
    // Neighbouring slices that differ so much more than neighbouring columns are further apart; noise alone gives 1.
    private const double LooksAnisotropic = 1.5;
    private const int PairsOfSlices = 3;

    /// <summary>Looks at a volume whose maps are to be computed.</summary>
    /// <param name="volume">The volume; a few of its slices are read where it does not say its voxel size.</param>
    /// <param name="config">The maps.</param>
    /// <returns>A remark for the user, or null.</returns>
    public static string? Find(SegVolume volume, FeatureConfig config)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(config);
        if (volume.VoxelSize is not null)
        {
            return null;
        }

        const string Remedy = "Say it with -VoxelSize z, y, x where the volume is read.";
        if (config.VoxelRatio is { } trained && trained != VoxelRatio.Isotropic)
        {
            return FormattableString.Invariant($"The voxel size of {volume.Source} is not known; slices are taken to be {trained.Z:G4} and rows {trained.Y:G4} times as far apart as columns, as in the training volume. {Remedy}");
        }

        double[] contrasts = [.. Contrasts(volume)];
        double contrast = contrasts.Length == 0 ? 0 : contrasts.Average();
        return contrast > LooksAnisotropic
            ? FormattableString.Invariant($"The voxel size of {volume.Source} is not known, and neighbouring slices differ {contrast:0.0} times as much as neighbouring pixels: slices may be further apart than columns, while maps take voxels for cubes. {Remedy}")
            : null;
    }

    // How much slices differ from the next one, in units of how much their pixels differ from the next in the row.
    private static IEnumerable<double> Contrasts(SegVolume volume)
    {
        for (int pair = 1; pair <= PairsOfSlices && volume.Depth > 1; pair++)
        {
            int z = (int)((long)(volume.Depth - 1) * pair / (PairsOfSlices + 1));
            if (Contrast(volume, z) is { } contrast)
            {
                yield return contrast;
            }
        }
    }

    private static double? Contrast(SegVolume volume, int z)
    {
        try
        {
            SegImage slice = volume.ReadSlice(z), next = volume.ReadSlice(z + 1);
            double contrast = slice.PixelType.Visit<Differences, double>(new Differences(slice.Plane(0), next.Plane(0), slice.Width));
            return double.IsFinite(contrast) ? contrast : null;
        }
        catch (SegException)
        {
            // Whoever needs the slice reports it.
            return null;
        }
    }

    private readonly struct Differences(Array slice, Array next, int width) : IPixelVisitor<double>
    {
        public double Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var a = (T[])slice;
            var b = (T[])next;
            double across = 0;
            double along = 0;
            for (int i = 0; i < a.Length; i++)
            {
                if ((i + 1) % width != 0)
                {
                    double here = double.CreateTruncating(a[i]);
                    across += Math.Abs(double.CreateTruncating(b[i]) - here);
                    along += Math.Abs(double.CreateTruncating(a[i + 1]) - here);
                }
            }

            return across / along;
        }
    }
}
