using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>A perceptually even scale from black over purple and orange to pale yellow; nine points of the published map <c>inferno</c> (CC0), linear in between.</summary>
internal static class Inferno
{
    private static readonly (byte R, byte G, byte B)[] Points =
        [(0, 0, 4), (31, 12, 72), (85, 15, 109), (136, 34, 106), (186, 54, 85), (227, 89, 51), (249, 140, 10), (249, 201, 50), (252, 255, 164)];

    /// <summary>The colour at a position from 0 to 1.</summary>
    public static RgbColor At(double position)
    {
        double place = Math.Clamp(position, 0, 1) * (Points.Length - 1);
        int left = Math.Min((int)place, Points.Length - 2);
        double weight = place - left;
        byte Mix(byte a, byte b) => (byte)Math.Round(a + (weight * (b - a)));
        return new RgbColor(Mix(Points[left].R, Points[left + 1].R), Mix(Points[left].G, Points[left + 1].G), Mix(Points[left].B, Points[left + 1].B));
    }
}
