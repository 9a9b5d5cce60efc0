using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Pyramid;

/// <content>Both directions of a window with eight rows turned between them.</content>
internal sealed unsafe partial class RowKernel<TF, TFloat, TD, TDouble, TC>
{
    internal override bool Turns(int radius) => TD.Count == TurnedRows && Turn512.IsSupported && radius >= LeastTurned;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void HorizontalTurned(double* columns, nint* target, double* weights, int radius, int from, int to)
    {
        const int Edge = TurnedRows;
        double* results = stackalloc double[Edge * Edge];
        double** place = stackalloc double*[Edge];
        for (int x = from; x < to; x += Edge)
        {
            double* centre = columns + ((long)x * Edge);
            FourRows(centre, Edge, weights, radius, results, Edge);
            FourRows(centre + (4 * Edge), Edge, weights, radius, results + (4 * Edge), Edge);
            for (int i = 0; i < Edge; i++)
            {
                place[i] = (double*)target[i] + x;
            }

            Turn512.Block(results, Edge, place);
        }
    }

    /// <summary>The rows of a block of columns, eight at a time, as columns of eight values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnedBlock(double* centre, double* weights, int radius, double* target, long stride, int rows)
    {
        const int Edge = TurnedRows;
        double* results = stackalloc double[Edge * Edge];
        double** place = stackalloc double*[Edge];
        for (int y = 0; y < rows; y += Edge, centre += Edge * Block, target += stride)
        {
            for (int x = 0; x < Block; x += Edge)
            {
                FourRows(centre + x, Block, weights, radius, results, Edge);
                FourRows(centre + (4 * Block) + x, Block, weights, radius, results + (4 * Edge), Edge);
                for (int i = 0; i < Edge; i++)
                {
                    place[i] = target + ((x + i) * Edge);
                }

                Turn512.Block(results, Edge, place);
            }
        }
    }
}
