using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.TestData;
using NDSeg.Training;
using NDSeg.Trees;
using NDSeg.Core.Tests.Training;
using Xunit;

namespace NDSeg.Core.Tests.Models;

/// <content>Sizes: whatever is written can be read, and what only claims to be large takes no memory.</content>
public sealed partial class ModelFileTests
{
    [Fact]
    public void Trees_of_many_classes_are_read_however_much_they_shrink()
    {
        SegModel model = ManyClasses();
        byte[] file = Bytes(model);
        byte[] forest = ForestBinary.Write(model.State!.Ensemble);
        Assert.True(forest.Length > 8 << 20 && forest.Length > 70L * file.Length, $"{forest.Length} bytes in {file.Length}");
        Assert.Equal(forest, ForestBinary.Write(ModelFile.Read(new MemoryStream(file)).State!.Ensemble));
    }

    [SharedFact]
    public void A_booster_is_read_however_much_it_shrinks()
    {
        byte[] json = [.. File.ReadAllBytes(SharedData.PathOf("reference/battery_xgboost_hist.json")), .. Enumerable.Repeat((byte)' ', 64 << 20)];
        byte[] file = Bytes(Booster(json));
        Assert.True(json.Length > 200L * file.Length, $"{json.Length} bytes in {file.Length}");
        Assert.Equal(600, ModelFile.Read(new MemoryStream(file)).State!.Ensemble.Trees.Length);
    }

    [Fact]
    public void A_forest_that_only_claims_to_be_large_is_refused_before_memory_is_taken_for_it()
    {
        (byte[] json, byte[] forest) = Entries(Bytes(Forest(trees: 1, depth: 2)));
        byte[] large = new byte[64 << 20];
        AssertRefusedCheaply(WithForest(json, large));

        // As many trees as the length has room for; the first one is none.
        forest.AsSpan(0, 16).CopyTo(large);
        BitConverter.TryWriteBytes(large.AsSpan(16), 16_000_000);
        BitConverter.TryWriteBytes(large.AsSpan(20), 1);
        AssertRefusedCheaply(WithForest(json, large));
    }

    [Fact]
    public void What_could_not_be_loaded_again_is_not_saved()
    {
        SegModel model = Forest(trees: 1, depth: 2);
        TrainedState state = model.State!;
        SegClass[] classes = [.. state.Classes.Select(c => new SegClass(c.Index, c.Value, new string('x', 1 << 20), c.Color))];
        var named = new SegModel(model.Parameters, new TrainedState(state.Plan, classes, state.Encoding, state.Ensemble, null, state.Importance, state.Summary));
        string path = Path.Combine(folder, "large.ndseg");
        Assert.Equal("ModelTooLarge", Assert.Throws<SegException>(() => ModelFile.Save(path, named, overwrite: false)).Id);
        Assert.Empty(Directory.GetFiles(folder));
    }

    private static void AssertRefusedCheaply(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertCorrupt(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    /// <summary>Every leaf is of one class of 400.</summary>
    private static SegModel ManyClasses()
    {
        const int Count = 400;
        FeaturePlan plan = FeaturePlan.Create(TrainingTables.FewMaps);
        float[] values = [.. Enumerable.Range(0, 3 * Count * plan.Count).Select(i => (float)((i * 7919L) % 10007))];
        int[] targets = [.. Enumerable.Range(0, 3 * Count).Select(i => 1 + (i % Count))];
        SegTrainingData data = TrainingTables.Table(values, targets, plan, TrainingTables.Classes([.. Enumerable.Range(1, Count).Select(c => (long)c)]));
        var untrained = new SegModel(new ModelParameters("ExtraTrees").With("Trees", 8).With("MaxDepth", 20));
        return ModelTrainer.Train(untrained, data, untrained.Learner.CreateTrainer(DeviceKind.Cpu, data.Names), RunOptions.Default);
    }
}
