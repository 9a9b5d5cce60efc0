using System.Numerics;

namespace NDSeg;

/// <summary>
/// The xoshiro256** generator (Blackman and Vigna, 2018), its state filled by SplitMix64 from a seed and a stream number.
/// NDSeg draws every random number from it, so that results do not change with the version of .NET.
/// </summary>
internal sealed class Xoshiro256
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    /// <summary>Starts the generator of one stream (a tree, a row, a channel) of one seed.</summary>
    public Xoshiro256(int seed, long stream = 0)
    {
        // The pair is mixed before it becomes the SplitMix64 state: neighbouring seeds and streams share no states.
        ulong state = Mix(((ulong)(uint)seed + 1) * GoldenGamma) ^ Mix((ulong)stream + 0x632BE59BD9B4E019);
        s0 = Mix(state += GoldenGamma);
        s1 = Mix(state += GoldenGamma);
        s2 = Mix(state += GoldenGamma);
        s3 = Mix(state + GoldenGamma);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        ulong t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1, each as likely (Lemire's multiply-and-reject).</summary>
    public int Next(int bound)
    {
        uint range = (uint)bound;
        ulong product = (NextBits() >> 32) * range;
        if ((uint)product < range)
        {
            uint reject = (0u - range) % range;
            while ((uint)product < reject)
            {
                product = (NextBits() >> 32) * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A number from 0 (inclusive) to 1 (exclusive), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
