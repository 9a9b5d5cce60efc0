using Xunit;

namespace NDSeg.Torch.Tests;

public class RuntimeTests
{
    [TorchFact]
    public void Loading_torch_gives_working_tensors()
    {
        TorchRuntime.EnsureLoaded();
        Assert.True(TorchRuntime.IsLoaded);
        using TorchSharp.torch.Tensor t = TorchSharp.torch.ones(3, 4);
        Assert.Equal(12, t.sum().item<float>());
    }
}
