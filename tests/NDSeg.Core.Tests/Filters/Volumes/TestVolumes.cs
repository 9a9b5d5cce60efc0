using NDSeg.Cpu;
using NDSeg.Cpu.Simd;
using NDSeg.Filters;
using NDSeg.Images;

namespace NDSeg.Core.Tests.Filters.Volumes;

/// <summary>Volumes that tests make, and their maps.</summary>
internal static class TestVolumes
{
    /// <summary>A volume of float samples in row-major order.</summary>
    internal static SegVolume OfFloats(int depth, int height, int width, float[] samples, VoxelSize? size = null)
        => SegVolume.FromSlices([.. Enumerable.Range(0, depth).Select(z => SegImage.FromFloats(height, width, samples[(z * height * width)..((z + 1) * height * width)]))], size);

    /// <summary>A volume of bytes in row-major order.</summary>
    internal static SegVolume OfBytes(int depth, int height, int width, byte[] samples, VoxelSize? size = null)
        => SegVolume.FromSlices([.. Enumerable.Range(0, depth).Select(z => SegImage.FromBytes(height, width, samples[(z * height * width)..((z + 1) * height * width)]))], size);

    /// <summary>Noise with a sheet and a ball in it.</summary>
    internal static SegVolume Noise(int depth, int height, int width, VoxelSize? size = null)
    {
        var random = new Random(5);
        var samples = new byte[depth * height * width];
        for (int i = 0; i < samples.Length; i++)
        {
            int z = i / (height * width), y = i / width % height, x = i % width;
            bool bright = Math.Abs(z + (y / 2) - x) < 3 || Math.Pow(z - 6, 2) + Math.Pow(y - 12, 2) + Math.Pow(x - 25, 2) < 40;
            samples[i] = (byte)((bright ? 150 : 60) + random.Next(40));
        }

        return OfBytes(depth, height, width, samples, size);
    }

    /// <summary>All maps of a volume: one array of Z x Y x X values per map.</summary>
    internal static float[][] Maps(SegVolume volume, FeatureConfig config, SimdWidth width, RunOptions? options = null)
    {
        var maps = new List<float>[FeaturePlan.Create(config, volume.Channels).Count];
        for (int m = 0; m < maps.Length; m++)
        {
            maps[m] = [];
        }

        void Take(SegFeatures stack)
        {
            for (int m = 0; m < maps.Length; m++)
            {
                maps[m].AddRange(stack.CopyMap(m));
            }

            stack.Dispose();
        }

        new CpuVolumeEngine(width).ComputeFeatures(volume, config, [], Take, options ?? RunOptions.Default);
        return [.. maps.Select(m => m.ToArray())];
    }
}
