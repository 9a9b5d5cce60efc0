using System.Collections.Concurrent;
using NDSeg.Filters;
using NDSeg.Images;

namespace NDSeg.Cpu.Volumes;

/// <summary>
/// The slices of a volume that are being worked on: each is read once, by the first thread that needs it, and kept until it is let go.
/// Where damaged slices are mended, the nearest readable one stands for them, the one before first: what lies around a damaged slice
/// then has neighbours, and they do not depend on how the volume was cut.
/// </summary>
/// <param name="volume">The volume.</param>
/// <param name="mends">Whether another slice stands for a damaged one; otherwise the failure is thrown.</param>
internal sealed class SliceWindow(SegVolume volume, bool mends)
{
    private readonly ConcurrentDictionary<int, Lazy<(SegImage? Image, SegException? Failure)>> slices = [];

    /// <summary>The volume.</summary>
    internal SegVolume Volume => volume;

    /// <summary>A slice, or what stands for it.</summary>
    /// <exception cref="SegException">What reading threw, where damaged slices are not mended or no slice is readable.</exception>
    internal SegImage Slice(int z)
    {
        (SegImage? image, SegException? failure) = Read(z);
        for (int away = 1; image is null && mends && away < volume.Depth; away++)
        {
            image = At(z - away) ?? At(z + away);
        }

        return image ?? throw failure!;
    }

    /// <summary>Why a slice cannot be read; null where it can.</summary>
    internal SegException? FailureOf(int z) => Read(z).Failure;

    /// <summary>Lets slices go.</summary>
    /// <param name="below">The first slice to keep.</param>
    internal void Forget(int below)
    {
        foreach (int z in slices.Keys)
        {
            if (z < below)
            {
                slices.TryRemove(z, out _);
            }
        }
    }

    private SegImage? At(int z) => z < 0 || z >= volume.Depth ? null : Read(z).Image;

    private (SegImage? Image, SegException? Failure) Read(int z)
        => slices.GetOrAdd(z, static (place, from) => new Lazy<(SegImage?, SegException?)>(() => Load(from, place)), volume).Value;

    private static (SegImage? Image, SegException? Failure) Load(SegVolume volume, int z)
    {
        try
        {
            SegImage image = volume.ReadSlice(z);
            InputCheck.Finite(image, z);
            return (image, null);
        }
        catch (SegException failure)
        {
            return (null, failure);
        }
    }
}
