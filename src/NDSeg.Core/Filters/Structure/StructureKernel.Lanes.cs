using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Structure;

/// <inheritdoc/>
internal sealed unsafe class StructureKernel<TF, TFloat, TD, TDouble, TC> : StructureKernel
    where TF : struct, ILanes<TFloat, float>
    where TD : struct, ILanes<TDouble, double>
    where TC : struct, IConversions<TFloat, TDouble>
    where TFloat : unmanaged
    where TDouble : unmanaged
{
    internal override void Write(double* xx, double* yy, double* xy, float inner, float** maps, int from, int columns, bool stream)
    {
        if (stream)
        {
            Write<StreamStore>(xx, yy, xy, inner, maps, from, columns);
        }
        else
        {
            Write<CachedStore>(xx, yy, xy, inner, maps, from, columns);
        }
    }

    /// <summary>
    /// The smaller eigenvalue is a difference of nearly equal numbers wherever there is one direction: it is taken in float64.
    /// Roots and quotients of what is left are float32.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write<TStore>(double* xx, double* yy, double* xy, float inner, float** maps, int from, int columns)
        where TStore : struct, IStorePolicy
    {
        float* eig1 = maps[0], eig2 = maps[1], coherence = maps[2];
        TDouble half = TD.Broadcast(0.5), four = TD.Broadcast(4), zero = TD.Broadcast(0), floor = TD.Broadcast(1e-6);
        TFloat t = TF.Broadcast(inner);
        float* block = stackalloc float[4 * Block];
        for (int x0 = from; x0 < from + columns; x0 += Block)
        {
            for (int i = 0; i < Block; i += TD.Count)
            {
                TDouble a = TD.Load(xx + x0 + i), b = TD.Load(yy + x0 + i), c = TD.Load(xy + x0 + i);
                TDouble sum = TD.Add(a, b), difference = TD.Sub(a, b);
                TDouble root = TD.Sqrt(TD.Add(TD.Mul(TD.Mul(four, c), c), TD.Mul(difference, difference)));
                TC.StoreNarrow(block + i, TD.Mul(TD.Add(sum, root), half));
                TC.StoreNarrow(block + Block + i, TD.Max(TD.Mul(TD.Sub(sum, root), half), zero));
                TC.StoreNarrow(block + (2 * Block) + i, root);
                TC.StoreNarrow(block + (3 * Block) + i, TD.Add(sum, floor));
            }

            for (int i = 0; i < Block; i += TF.Count)
            {
                if (eig1 != null)
                {
                    TStore.Store<TF, TFloat>(eig1 + x0 + i, TF.Mul(TF.Sqrt(TF.Load(block + i)), t));
                }

                if (eig2 != null)
                {
                    TStore.Store<TF, TFloat>(eig2 + x0 + i, TF.Mul(TF.Sqrt(TF.Load(block + Block + i)), t));
                }

                if (coherence != null)
                {
                    TStore.Store<TF, TFloat>(coherence + x0 + i, TF.Div(TF.Load(block + (2 * Block) + i), TF.Load(block + (3 * Block) + i)));
                }
            }
        }
    }
}
