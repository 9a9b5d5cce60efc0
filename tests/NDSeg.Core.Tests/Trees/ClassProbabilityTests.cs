using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Simd;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.Core.Tests.Trees;

public class ClassProbabilityTests
{
    [Fact]
    public void The_exponential_keeps_its_bound_in_every_width()
    {
        for (int i = 0; i <= 200_000; i++)
        {
            float x = -87f * i / 200_000;
            float e = ClassProbability.Exp(x);
            Assert.InRange(e / Math.Exp(x), 1 - 5e-7, 1 + 5e-7);
            if (i % 97 == 0)
            {
                AssertInEveryWidth(e, x);
            }
        }

        Assert.Equal(1f, ClassProbability.Exp(0f));
        foreach (float x in (float[])[-88f, -1000f, float.NegativeInfinity, float.NaN])
        {
            Assert.Equal(0f, ClassProbability.Exp(x));
            AssertInEveryWidth(0f, x);
        }

        AssertInEveryWidth(ClassProbability.Exp(-87f), -87f);
    }

    private static void AssertInEveryWidth(float expected, float x)
    {
        Assert.Equal(expected, First<Register32, uint>(x));
        if (Register128.IsSupported)
        {
            Assert.Equal(expected, First<Register128, Vector128<byte>>(x));
        }

        if (Register256.IsSupported)
        {
            Assert.Equal(expected, First<Register256, Vector256<byte>>(x));
        }

        if (Register512.IsSupported)
        {
            Assert.Equal(expected, First<Register512, Vector512<byte>>(x));
        }
    }

    private static float First<TRegister, TVec>(float x)
        where TRegister : struct, IRegister<TVec>
        where TVec : unmanaged
    {
        TVec result = SumKernel<TRegister, TVec>.Exp(TRegister.Single(x));
        return MemoryMarshal.Read<float>(MemoryMarshal.AsBytes(new ReadOnlySpan<TVec>(in result)));
    }
}
