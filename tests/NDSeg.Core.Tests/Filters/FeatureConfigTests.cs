using NDSeg.Filters;
using Xunit;

namespace NDSeg.Core.Tests.Filters;

/// <summary>What a configuration refuses.</summary>
public class FeatureConfigTests
{
    [Fact]
    public void Sigmas_whose_maps_would_have_one_name_are_refused()
    {
        SegException error = Refused(FeatureConfig.Default with { Sigmas = [1, 1.0000001, 2] });
        Assert.Contains("1.0000001", error.Message, StringComparison.Ordinal);
        Refused(FeatureConfig.Volume with { Sigmas = [1, 123.4561, 123.4564] });
        FeaturePlan plan = FeaturePlan.Create(FeatureConfig.Default with { Sigmas = [1, 1.00001] });
        Assert.Equal(plan.Count, plan.Names.Distinct().Count());
    }

    [Fact]
    public void More_sigmas_than_a_model_file_may_hold_are_refused_at_once()
    {
        FeatureConfig few = FeatureConfig.Default.Without("Membrane", "DifferenceOfGaussians");
        (few with { Sigmas = [.. Enumerable.Range(1, 64)] }).Validate();
        Assert.Contains("at most 64", Refused(few with { Sigmas = [.. Enumerable.Range(1, 65)] }).Message, StringComparison.Ordinal);
    }

    private static SegException Refused(FeatureConfig config)
    {
        SegException error = Assert.Throws<SegException>(() => FeaturePlan.Create(config));
        Assert.Equal("InvalidFeatureConfig", error.Id);
        return error;
    }
}
