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
    /// The smaller eigenvalue is a difference of nearly equal numbers wherever there is one direction: it is the determinant,
    /// taken in float64, by the larger one. Everything else keeps its accuracy in float32.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write<TStore>(double* xx, double* yy, double* xy, float inner, float** maps, int from, int columns)
        where TStore : struct, IStorePolicy
    {
        float* eig1 = maps[0], eig2 = maps[1], coherence = maps[2];
        TDouble zero = TD.Broadcast(0);
        TFloat t = TF.Broadcast(inner), half = TF.Broadcast(0.5f), four = TF.Broadcast(4f), floor = TF.Broadcast(1e-6f), least = TF.Broadcast(1e-30f);
        float* block = stackalloc float[4 * Block];
        for (int x0 = from; x0 < from + columns; x0 += Block)
        {
            for (int i = 0; i < Block; i += TD.Count)
            {
                TDouble a = TD.Load(xx + x0 + i), b = TD.Load(yy + x0 + i), c = TD.Load(xy + x0 + i);
                TC.StoreNarrow(block + i, TD.Add(a, b));
                TC.StoreNarrow(block + Block + i, TD.Sub(a, b));
                TC.StoreNarrow(block + (2 * Block) + i, c);
                TC.StoreNarrow(block + (3 * Block) + i, TD.Max(TD.Sub(TD.Mul(a, b), TD.Mul(c, c)), zero));
            }

            for (int i = 0; i < Block; i += TF.Count)
            {
                TFloat sum = TF.Load(block + i), difference = TF.Load(block + Block + i), c = TF.Load(block + (2 * Block) + i);
                TFloat root = TF.Sqrt(TF.Add(TF.Mul(TF.Mul(four, c), c), TF.Mul(difference, difference)));
                TFloat larger = TF.Mul(TF.Add(sum, root), half);
                if (eig1 != null)
                {
                    TStore.Store<TF, TFloat>(eig1 + x0 + i, TF.Mul(TF.Sqrt(larger), t));
                }

                if (eig2 != null)
                {
                    TFloat smaller = TF.Div(TF.Load(block + (3 * Block) + i), TF.Max(larger, least));
                    TStore.Store<TF, TFloat>(eig2 + x0 + i, TF.Mul(TF.Sqrt(smaller), t));
                }

                if (coherence != null)
                {
                    TStore.Store<TF, TFloat>(coherence + x0 + i, TF.Div(root, TF.Add(sum, floor)));
                }
            }
        }
    }
}
