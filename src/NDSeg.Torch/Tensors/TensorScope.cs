using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Tensors;

/// <summary>
/// What a thread that works with tensors wants: nothing is ever differentiated, and what an error or a cancellation
/// leaves behind is freed at the end.
/// </summary>
internal sealed class TensorScope : IDisposable
{
    private readonly IDisposable inference = inference_mode(true);
    private readonly DisposeScope tensors = NewDisposeScope();

    /// <inheritdoc/>
    public void Dispose()
    {
        tensors.Dispose();
        inference.Dispose();
    }
}
