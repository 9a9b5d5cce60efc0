using NDSeg.Segmentation;
using NDSeg.TestData;

namespace NDSeg.Torch.Tests;

/// <summary>What every backend has to do, done with tensors on the processor.</summary>
public sealed class TorchEngineContractTests : EngineContractTests
{
    protected override ISegEngine CreateEngine() => new TorchEngine("cpu");
}
