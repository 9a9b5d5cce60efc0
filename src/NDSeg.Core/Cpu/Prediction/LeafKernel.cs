using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Cpu.Prediction;

/// <summary>Leaf numbers from ranks: four registers of pixels at a time go through all tests of the trees.</summary>
internal static unsafe class LeafKernel<TRegister, TVec>
    where TRegister : struct, IRegister<TVec>
    where TVec : unmanaged
{
    /// <summary>Runs tests over a chunk.</summary>
    /// <param name="first">First test.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="ranks">Planes of ranks at the chunk's first pixel.</param>
    /// <param name="rows">Receives leaf numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Select(LeafSelection* first, LeafSelection* end, byte* ranks, byte* rows)
    {
        for (int part = 0; part < PredictionKernels.Chunk; part += 4 * TRegister.Bytes)
        {
            byte* planes = ranks + part;
            byte* leaves = rows + part;
            TVec a0 = default, a1 = default, a2 = default, a3 = default;
            for (LeafSelection* test = first; test < end; test++)
            {
                byte* plane = planes + test->Plane;
                TVec t = TRegister.Byte((byte)test->Threshold);
                switch (test->Kind & 3)
                {
                    case LeafSelection.LeafLeaf:
                        {
                            TVec left = TRegister.Byte(test->Left);
                            TVec right = TRegister.Byte(test->Right);
                            a0 = TRegister.SelectGreaterSByte(TRegister.Load(plane), t, right, left);
                            a1 = TRegister.SelectGreaterSByte(TRegister.Load(plane + TRegister.Bytes), t, right, left);
                            a2 = TRegister.SelectGreaterSByte(TRegister.Load(plane + (2 * TRegister.Bytes)), t, right, left);
                            a3 = TRegister.SelectGreaterSByte(TRegister.Load(plane + (3 * TRegister.Bytes)), t, right, left);
                            break;
                        }

                    case LeafSelection.LeafAccumulator:
                        {
                            TVec left = TRegister.Byte(test->Left);
                            a0 = TRegister.SelectGreaterSByte(TRegister.Load(plane), t, a0, left);
                            a1 = TRegister.SelectGreaterSByte(TRegister.Load(plane + TRegister.Bytes), t, a1, left);
                            a2 = TRegister.SelectGreaterSByte(TRegister.Load(plane + (2 * TRegister.Bytes)), t, a2, left);
                            a3 = TRegister.SelectGreaterSByte(TRegister.Load(plane + (3 * TRegister.Bytes)), t, a3, left);
                            break;
                        }

                    case LeafSelection.AccumulatorLeaf:
                        {
                            TVec right = TRegister.Byte(test->Right);
                            a0 = TRegister.SelectGreaterSByte(TRegister.Load(plane), t, right, a0);
                            a1 = TRegister.SelectGreaterSByte(TRegister.Load(plane + TRegister.Bytes), t, right, a1);
                            a2 = TRegister.SelectGreaterSByte(TRegister.Load(plane + (2 * TRegister.Bytes)), t, right, a2);
                            a3 = TRegister.SelectGreaterSByte(TRegister.Load(plane + (3 * TRegister.Bytes)), t, right, a3);
                            break;
                        }

                    default:
                        {
                            byte* left = leaves + test->Source;
                            a0 = TRegister.SelectGreaterSByte(TRegister.Load(plane), t, a0, TRegister.Load(left));
                            a1 = TRegister.SelectGreaterSByte(TRegister.Load(plane + TRegister.Bytes), t, a1, TRegister.Load(left + TRegister.Bytes));
                            a2 = TRegister.SelectGreaterSByte(TRegister.Load(plane + (2 * TRegister.Bytes)), t, a2, TRegister.Load(left + (2 * TRegister.Bytes)));
                            a3 = TRegister.SelectGreaterSByte(TRegister.Load(plane + (3 * TRegister.Bytes)), t, a3, TRegister.Load(left + (3 * TRegister.Bytes)));
                            break;
                        }
                }

                if (test->Kind >= LeafSelection.Store)
                {
                    byte* target = leaves + test->Target;
                    TRegister.Store(target, a0);
                    TRegister.Store(target + TRegister.Bytes, a1);
                    TRegister.Store(target + (2 * TRegister.Bytes), a2);
                    TRegister.Store(target + (3 * TRegister.Bytes), a3);
                }
            }
        }
    }
}
