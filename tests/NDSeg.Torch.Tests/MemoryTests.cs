using System.Runtime.CompilerServices;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Trees;
using Xunit;
using static TorchSharp.torch;

namespace NDSeg.Torch.Tests;

/// <summary>After every call only the stack and the trees of models in use live on the device, and in the end nothing: by torch's own count.</summary>
public class MemoryTests
{
    // Finalisers free the trees of models that nobody refers to.
    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    // On its own, so that nothing keeps the models, which own their trees on the device.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ApplyModels(TorchEngine engine, SegImage image, SegFeatures stack)
    {
        foreach (EnsembleKind kind in (EnsembleKind[])[EnsembleKind.Forest, EnsembleKind.Booster])
        {
            SegModel model = RandomEnsemble.Model(RandomEnsemble.Create(kind, 3, stack.Count, 9, 9, [0f, 0.1f, 1f], seed: 4), stack.Plan);
            engine.Apply(stack, model, new PredictionRequest(Probabilities: true, Uncertainty: true, SmoothingSigma: 1), RunOptions.Default);
            long uploaded = Tensor.TotalCount;
            SegSegmentation first = engine.Apply(image, [TestImages.Floats(30, 26)], model, PredictionRequest.LabelsOnly, RunOptions.Default);
            SegSegmentation second = engine.Apply(image, [TestImages.Floats(30, 26)], model, PredictionRequest.LabelsOnly, RunOptions.Default);
            Assert.Equal(uploaded, Tensor.TotalCount);
            Assert.Equal(first.Labels.Bytes.ToArray(), second.Labels.Bytes.ToArray());
        }
    }

    [TorchFact]
    public void Disposing_the_stack_leaves_no_tensor()
    {
        var engine = new TorchEngine("cpu");
        SegImage image = TestImages.Bytes(30, 26);
        Collect();
        long before = Tensor.TotalCount;
        SegFeatures stack = engine.ComputeFeatures(image, TestImages.AllMaps, [TestImages.Floats(30, 26)], new RunOptions { TileSize = 11 });
        Assert.Equal(before + 1, Tensor.TotalCount);

        engine.Sample(stack, TestImages.Strokes(30, 26, 3), RunOptions.Default);
        stack.CopyMap(3);
        ApplyModels(engine, image, stack);
        Collect();
        Assert.Equal(before + 1, Tensor.TotalCount);
        stack.Dispose();
        Assert.True(stack.IsDisposed);
        Assert.Equal(before, Tensor.TotalCount);
        stack.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stack.CopyMap(0));
        Assert.Throws<ObjectDisposedException>(() => engine.Sample(stack, TestImages.Strokes(30, 26, 3), RunOptions.Default));
    }

    [TorchFact]
    public void A_cancelled_run_leaves_no_tensor()
    {
        var engine = new TorchEngine("cpu");
        long before = Tensor.TotalCount;
        using var source = new CancellationTokenSource();
        var options = new RunOptions { TileSize = 4, Cancellation = source.Token, Progress = new CancelAt(0.5, source) };
        Assert.ThrowsAny<OperationCanceledException>(() => engine.ComputeFeatures(TestImages.Bytes(40, 40), TestImages.AllMaps, [], options));
        Assert.Equal(before, Tensor.TotalCount);
        Assert.ThrowsAny<OperationCanceledException>(() => engine.ComputeFeatures(TestImages.Bytes(40, 40), TestImages.AllMaps, [], options));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [TorchFact]
    public void Results_do_not_depend_on_the_thread_count()
    {
        var engine = new TorchEngine("cpu");
        SegImage image = TestImages.Bytes(200, 300);
        using SegFeatures one = engine.ComputeFeatures(image, FeatureConfig.Default, [], new RunOptions { Threads = 1 });
        using SegFeatures two = engine.ComputeFeatures(image, FeatureConfig.Default, [], new RunOptions { Threads = 2 });
        Assert.All(Enumerable.Range(0, one.Count), map => Assert.True(one.CopyMap(map).AsSpan().SequenceEqual(two.CopyMap(map))));
    }

    private sealed class CancelAt(double share, CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= share)
            {
                source.Cancel();
            }
        }
    }
}
