using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Simd;
using NDSeg.TestData;
using NDSeg.Trees;
using NDSeg.Core.Tests.Cpu.Prediction;
using Xunit;

namespace NDSeg.Core.Tests.Trees;

/// <summary>Against what XGBoost 1.7.4 itself computed from the same model and rows.</summary>
public class XGBoostOracleTests
{
    private static TreeEnsemble Model() => XGBoostJson.Parse(File.ReadAllBytes(SharedData.PathOf("reference/battery_xgboost_hist.json")));

    [SharedFact]
    public void The_battery_model_reads_as_six_hundred_trees()
    {
        TreeEnsemble model = Model();
        Assert.Equal(600, model.Trees.Length);
        Assert.Equal((6, 58, EnsembleKind.Booster), (model.ClassCount, model.FeatureCount, model.Kind));
        Assert.All(model.BaseMargins, m => Assert.Equal(0.5f, m));
        Assert.Equal(20, model.Trees.Max(t => t.LeafCount));
    }

    [SharedFact]
    public void Probabilities_of_the_training_rows_are_those_of_the_library()
    {
        TreeEnsemble model = Model();
        float[] rows = NpzFile.Read(SharedData.PathOf("reference/battery_training.npz"))["X"].ToFloats();
        float[] expected = NpzFile.Read(SharedData.PathOf("reference/battery_xgboost_hist_train_probabilities.npz"))["P"].ToFloats();
        var walker = new TreeWalker(model);
        var actual = new float[6];
        for (int i = 0; i < 974; i++)
        {
            walker.Probabilities(rows.AsSpan(i * 58, 58), actual);
            for (int k = 0; k < 6; k++)
            {
                Assert.Equal(expected[(i * 6) + k], actual[k], 1e-6f);
            }

            float[] row = expected[(i * 6)..((i + 1) * 6)];
            Assert.Equal(Array.IndexOf(row, row.Max()) + 1, walker.Label(rows.AsSpan(i * 58, 58)));
        }
    }

    [SharedFact]
    public void Every_instruction_set_gives_the_labels_and_probabilities_of_the_library()
    {
        TreeEnsemble model = Model();
        float[] rows = NpzFile.Read(SharedData.PathOf("reference/battery_training.npz"))["X"].ToFloats();
        float[] expected = NpzFile.Read(SharedData.PathOf("reference/battery_xgboost_hist_train_probabilities.npz"))["P"].ToFloats();
        using var tile = new TileOfSamples(58, 2, 487, (f, y, x) => rows[(((y * 487) + x) * 58) + f]);
        foreach (SimdWidth width in SimdLevel.Supported)
        {
            CompiledEnsemble compiled = CompiledEnsemble.Compile(model, width);
            int[] labels = tile.Labels(compiled);
            float[] shares = tile.Probabilities(compiled);
            for (int i = 0; i < 974; i++)
            {
                float[] row = expected[(i * 6)..((i + 1) * 6)];
                Assert.Equal(Array.IndexOf(row, row.Max()) + 1, labels[i]);
                for (int k = 0; k < 6; k++)
                {
                    Assert.Equal(row[k], shares[(k * 974) + i], 1e-6f);
                }
            }
        }
    }
}
