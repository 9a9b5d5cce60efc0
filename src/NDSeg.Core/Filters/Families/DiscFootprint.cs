namespace NDSeg.Filters.Families;

/// <summary>The disc dx^2 + dy^2 &lt; R^2 the rank filters work over.</summary>
internal static class DiscFootprint
{
    /// <summary>The integer radius R of a scale: ceil(sigma).</summary>
    public static int RadiusOf(double sigma) => (int)Math.Ceiling(sigma);

    /// <summary>
    /// For dy = 0..R-1 the greatest |dx| inside the disc; the chord at distance |dy| from the centre is 2 w + 1 pixels.
    /// </summary>
    /// <param name="radius">R, at least 1; radius 1 is the single centre pixel.</param>
    public static int[] HalfChords(int radius)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(radius, 1);
        var chords = new int[radius];
        for (int dy = 0; dy < radius; dy++)
        {
            int dx = 0;
            while (((dx + 1) * (dx + 1)) + (dy * dy) < radius * radius)
            {
                dx++;
            }

            chords[dy] = dx;
        }

        return chords;
    }
}
