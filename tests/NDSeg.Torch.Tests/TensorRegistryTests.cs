using NDSeg.Filters;
using NDSeg.Filters.Families;
using NDSeg.Torch.Filters;
using Xunit;

namespace NDSeg.Torch.Tests;

/// <summary>Every family of filters has a tensor twin in the folder of the same name.</summary>
public class TensorRegistryTests
{
    [Fact]
    public void Every_family_has_a_tensor_twin()
        => Assert.Equal(FilterRegistry.Default.Families.Select(f => f.Name).Order(StringComparer.Ordinal), TensorRegistry.Families.Order(StringComparer.Ordinal));

    [TorchFact]
    public void The_twin_of_a_family_lies_in_the_folder_of_its_name()
    {
        var engine = new TorchEngine("cpu");
        Assert.Equal("cpu", engine.DeviceName);
        var plan = FeaturePlan.Create(FeatureConfig.Everything);
        foreach ((FilterFamily family, FilterTarget[] targets) in plan.TargetsOf(0, null))
        {
            using NDSeg.Torch.Filters.Families.TensorFilter twin = TensorRegistry.Create(family, targets, plan.Config.Settings, TorchSharp.torch.CPU);
            Assert.Equal(family.GetType().Namespace!.Replace("NDSeg.", "NDSeg.Torch.", StringComparison.Ordinal), twin.GetType().Namespace);
        }
    }
}
