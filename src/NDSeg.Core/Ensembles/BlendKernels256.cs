using System.Runtime.Intrinsics;

namespace NDSeg.Ensembles;

internal static class BlendKernels256
{
    public static RankRange Range(Vector256<sbyte> low, Vector256<sbyte> high)
    {
        Vector128<sbyte> low16 = Vector128.Min(low.GetLower(), low.GetUpper());
        Vector128<sbyte> high16 = Vector128.Max(high.GetLower(), high.GetUpper());
        int least = low16[0];
        int greatest = high16[0];
        for (int i = 1; i < 16; i++)
        {
            least = low16[i] < least ? low16[i] : least;
            greatest = high16[i] > greatest ? high16[i] : greatest;
        }

        return new RankRange(least + 128, greatest + 128);
    }
}
