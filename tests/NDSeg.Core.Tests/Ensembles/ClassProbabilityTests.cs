using System.Runtime.Intrinsics;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.Tests.Ensembles;

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
                Assert.Equal(Vector256.Create(e), ClassProbability.Exp(Vector256.Create(x)));
                Assert.Equal(Vector512.Create(e), ClassProbability.Exp(Vector512.Create(x)));
            }
        }

        Assert.Equal(1f, ClassProbability.Exp(0f));
        Assert.Equal(0f, ClassProbability.Exp(-88f));
        Assert.Equal(0f, ClassProbability.Exp(float.NegativeInfinity));
        Assert.Equal(Vector256<float>.Zero, ClassProbability.Exp(Vector256.Create(-1000f)));
        Assert.Equal(Vector512<float>.Zero, ClassProbability.Exp(Vector512.Create(-1000f)));
    }
}
