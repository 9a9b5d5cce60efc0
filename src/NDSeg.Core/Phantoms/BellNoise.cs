namespace NDSeg.Phantoms;

/// <summary>Noise that is close to normal, of exact arithmetic.</summary>
internal static class BellNoise
{
    /// <summary>The sum of four uniform numbers, shifted and scaled to mean 0 and deviation 1.</summary>
    public static double Next(Xoshiro256 random)
    {
        const double Deviation = 37837.22; // sqrt(4 (2^32 - 1) / 12)
        ulong bits = random.NextBits();
        long sum = (long)(bits & 0xFFFF) + (long)((bits >> 16) & 0xFFFF) + (long)((bits >> 32) & 0xFFFF) + (long)(bits >> 48);
        return (sum - (2 * 65535)) / Deviation;
    }
}
