using NDSeg.Trees;
using Xunit;

namespace NDSeg.Core.Tests.Trees;

public class ClassUncertaintyTests
{
    [Theory]
    [InlineData(new[] { 1f, 0f, 0f }, 1, 0)]
    [InlineData(new[] { 0.25f, 0.25f, 0.25f, 0.25f }, 0, 1)]
    [InlineData(new[] { 0.5f, 0.5f, 0f, 0f }, 0, 0.5)]
    [InlineData(new[] { 0.7f, 0.2f, 0.1f }, 0.5, 0.7298466991620975)] // scipy.stats.entropy([.7, .2, .1]) / log(3)
    [InlineData(new[] { 0.1f, 0.9f }, 0.8, 0.4689955935892812)]
    public void Margin_and_entropy(float[] probabilities, double margin, double entropy)
    {
        Assert.Equal(margin, ClassUncertainty.Margin(probabilities), 1e-6);
        Assert.Equal(entropy, ClassUncertainty.Entropy(probabilities), 1e-6);
    }
}
