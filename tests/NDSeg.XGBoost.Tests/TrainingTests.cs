using System.Text;
using System.Text.Json;
using NDSeg.TestData;
using NDSeg.Training;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.XGBoost.Tests;

public class TrainingTests
{
    [XGBoostFact(sharedData: true, version: "1.7.4")]
    public void Battery_model_is_the_one_Python_trains_byte_for_byte()
    {
        TrainedEnsemble trained = LabelledTable.Battery().Train();

        // Python notes the last round in two attributes, which play no part in prediction.
        string expected = File.ReadAllText(SharedData.PathOf("reference/battery_xgboost_hist.json"))
            .Replace("""{"best_iteration":"99","best_ntree_limit":"100"}""", "{}", StringComparison.Ordinal);
        Assert.Equal(expected, Encoding.UTF8.GetString(trained.LibraryModel!));
        Assert.Equal("1.7.4", trained.LibraryVersion);
        Assert.Equal(600, trained.Ensemble.Trees.Length);
    }

    [XGBoostFact(sharedData: true, version: "1.7.4")]
    public void Battery_probabilities_are_the_reference_ones()
    {
        LabelledTable table = LabelledTable.Battery();
        TrainedEnsemble trained = table.Train(trainer: new XGBoostTrainer { FeatureNames = Names(table.Features) });

        NpzArray expected = NpzFile.Read(SharedData.PathOf("reference/battery_xgboost_hist_train_probabilities.npz"))["P"];
        float[] found = XGBoostOracle.Predict(trained.LibraryModel!, table.Values, table.Rows, table.Features);
        Assert.Equal(new[] { table.Rows, table.Classes }, expected.Shape);
        Assert.Equal(expected.ToDoubles(), found.Select(v => (double)v));
    }

    [XGBoostFact]
    public void Threads_do_not_change_a_byte()
    {
        // Large enough for the trainer to use every thread it is given.
        LabelledTable table = LabelledTable.Noise(rows: 1500, features: 40, classes: 3, seed: 3);
        ModelParameters parameters = LabelledTable.Reference.With("Rounds", 12);
        byte[] one = table.Train(parameters, new RunOptions { Threads = 1 }).LibraryModel!;

        Assert.Equal(one, table.Train(parameters, new RunOptions { Threads = 2 }).LibraryModel);
        Assert.Equal(one, table.Train(parameters, new RunOptions { Threads = 7 }).LibraryModel);
        Assert.NotEqual(one, table.Train(parameters.With("Eta", 0.2)).LibraryModel);
    }

    [XGBoostFact]
    public void Trainings_at_once_do_not_disturb_each_other()
    {
        LabelledTable table = LabelledTable.Noise(rows: 400, features: 8, classes: 3, seed: 5);
        ModelParameters parameters = LabelledTable.Reference.With("Rounds", 10);
        byte[] alone = table.Train(parameters).LibraryModel!;

        var models = new byte[8][];
        Parallel.For(0, models.Length, i => models[i] = table.Train(parameters, new RunOptions { Threads = 1 }).LibraryModel!);

        Assert.All(models, model => Assert.Equal(alone, model));
    }

    [XGBoostFact]
    public void Two_classes_use_the_logistic_function()
    {
        LabelledTable table = LabelledTable.Noise(rows: 500, features: 5, classes: 2, seed: 7);
        TrainedEnsemble trained = table.Train(LabelledTable.Reference.With("Rounds", 20));

        using JsonDocument json = JsonDocument.Parse(trained.LibraryModel);
        Assert.Equal("binary:logistic", json.RootElement.GetProperty("learner").GetProperty("objective").GetProperty("name").GetString());
        Assert.Equal(2, trained.Ensemble.ClassCount);
        Assert.Equal(20, trained.Ensemble.Trees.Length);
        var walker = new TreeWalker(trained.Ensemble);
        int right = Enumerable.Range(0, table.Rows).Count(i => walker.Label(table.Values.AsSpan(i * 5, 5)) == table.Targets[i] + 1);
        Assert.True(right > 0.95 * table.Rows, $"{right} of {table.Rows}");
    }

    [XGBoostFact]
    public void Weights_set_the_odds_where_maps_cannot_tell()
    {
        // One constant map: the only thing to learn is the share of the weights, 3 : 1.
        const int Rows = 400;
        var values = new float[Rows];
        int[] targets = [.. Enumerable.Range(0, Rows).Select(i => i % 2)];
        float[] weights = [.. targets.Select(t => t == 1 ? 3f : 1f)];

        TrainedEnsemble trained = new XGBoostTrainer().Train(values, targets, weights, 2, LabelledTable.Reference, RunOptions.Default);

        Assert.Equal(0.75, XGBoostOracle.Predict(trained.LibraryModel!, [0f], 1, 1)[0], 3);
        Assert.Equal([0.0], trained.Importance);
    }

    [XGBoostFact]
    public void Parameters_reach_the_library()
    {
        LabelledTable table = LabelledTable.Noise(rows: 600, features: 6, classes: 3, seed: 11);
        ModelParameters parameters = LabelledTable.Reference.With("Rounds", 5);

        TrainedEnsemble deep = table.Train(parameters);
        TrainedEnsemble shallow = table.Train(parameters.With("MaxDepth", 2));
        TrainedEnsemble strict = table.Train(parameters.With("Gamma", 1e6));
        TrainedEnsemble slow = table.Train(parameters.With("Eta", 0.15).With("Rounds", 1));

        Assert.Equal(15, deep.Ensemble.Trees.Length);
        Assert.True(deep.Ensemble.Trees.Max(t => t.Depth) > 2);
        Assert.Equal(2, shallow.Ensemble.Trees.Max(t => t.Depth));
        Assert.All(strict.Ensemble.Trees, t => Assert.Equal(1, t.NodeCount));
        for (int leaf = 0; leaf < slow.Ensemble.Trees[0].LeafCount; leaf++)
        {
            Assert.Equal(deep.Ensemble.Trees[0].LeafValues[leaf] / 2, slow.Ensemble.Trees[0].LeafValues[leaf], 5);
        }
    }

    [XGBoostFact]
    public void Importance_is_the_share_of_the_loss_reductions_in_the_model()
    {
        LabelledTable table = LabelledTable.Noise(rows: 600, features: 6, classes: 3, seed: 13);
        TrainedEnsemble trained = table.Train(LabelledTable.Reference.With("Rounds", 8), trainer: new XGBoostTrainer { FeatureNames = Names(6) });

        double[] gain = new double[6];
        using JsonDocument json = JsonDocument.Parse(trained.LibraryModel);
        JsonElement trees = json.RootElement.GetProperty("learner").GetProperty("gradient_booster").GetProperty("model").GetProperty("trees");
        foreach (JsonElement tree in trees.EnumerateArray())
        {
            for (int node = 0; node < tree.GetProperty("left_children").GetArrayLength(); node++)
            {
                if (tree.GetProperty("left_children")[node].GetInt32() >= 0)
                {
                    gain[tree.GetProperty("split_indices")[node].GetInt32()] += tree.GetProperty("loss_changes")[node].GetDouble();
                }
            }
        }

        double total = gain.Sum();
        Assert.Equal(1, trained.Importance.Sum(), 12);
        Assert.All(Enumerable.Range(0, 6), f => Assert.Equal(gain[f] / total, trained.Importance[f], 5));
    }

    [XGBoostFact]
    public void Names_are_stored_and_change_nothing_else()
    {
        LabelledTable table = LabelledTable.Noise(rows: 300, features: 3, classes: 3, seed: 17);
        ModelParameters parameters = LabelledTable.Reference.With("Rounds", 3);
        string[] names = ["gaussian_1", "c0:hessian_eig1_0", "Übergang \"x\""];

        byte[] named = table.Train(parameters, trainer: new XGBoostTrainer { FeatureNames = names }).LibraryModel!;
        byte[] plain = table.Train(parameters).LibraryModel!;

        using JsonDocument json = JsonDocument.Parse(named);
        JsonElement stored = json.RootElement.GetProperty("learner").GetProperty("feature_names");
        Assert.Equal(names, stored.EnumerateArray().Select(n => n.GetString()));
        Assert.Equal(
            Encoding.UTF8.GetString(plain),
            Encoding.UTF8.GetString(named).Replace($"\"feature_names\":{stored.GetRawText()}", "\"feature_names\":[]", StringComparison.Ordinal));

        SegException error = Assert.Throws<SegException>(() => table.Train(trainer: new XGBoostTrainer { FeatureNames = ["only one"] }));
        Assert.Equal("FeatureNameMismatch", error.Id);
        Assert.Contains("3 maps, found 1", error.Message, StringComparison.Ordinal);
    }

    [XGBoostFact]
    public void Progress_ends_every_round()
    {
        var reports = new List<double>();
        LabelledTable.Noise(rows: 200, features: 3, classes: 3, seed: 19)
            .Train(LabelledTable.Reference.With("Rounds", 4), new RunOptions { Progress = new Reports(reports.Add) });

        Assert.Equal([0.25, 0.5, 0.75, 1.0], reports);
    }

    [XGBoostFact]
    public void Cancellation_ends_it_after_the_round_at_hand()
    {
        using var source = new CancellationTokenSource();
        int rounds = 0;
        var progress = new Reports(_ =>
        {
            if (++rounds == 3)
            {
                source.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(() => LabelledTable.Noise(rows: 200, features: 3, classes: 3, seed: 23)
            .Train(LabelledTable.Reference.With("Rounds", 100_000), new RunOptions { Progress = progress, Cancellation = source.Token }));
        Assert.Equal(3, rounds);
    }

    [XGBoostFact]
    public void Errors_carry_the_text_of_the_library()
    {
        LabelledTable table = LabelledTable.Noise(rows: 200, features: 3, classes: 3, seed: 29);
        table.Targets[5] = 7;

        SegException error = Assert.Throws<SegException>(() => table.Train());

        Assert.Equal("XGBoostFailed", error.Id);
        Assert.Contains("num_class", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Stack trace", error.Message, StringComparison.Ordinal);
    }

    [XGBoostFact]
    public void Lengths_that_disagree_are_an_error_that_prints_them()
    {
        SegException error = Assert.Throws<SegException>(
            () => new XGBoostTrainer().Train(new float[7], new int[3], new float[3], 2, LabelledTable.Reference, RunOptions.Default));

        Assert.Equal("InvalidTrainingData", error.Id);
        Assert.Contains("7 values, 3 classes and 3 weights", error.Message, StringComparison.Ordinal);
    }

    [XGBoostFact(withoutCuda: true)]
    public void Cuda_without_a_library_that_has_it_trains_on_the_processor_and_says_so()
    {
        LabelledTable table = LabelledTable.Noise(rows: 200, features: 3, classes: 3, seed: 31);
        ModelParameters parameters = LabelledTable.Reference.With("Rounds", 3);
        var log = new List<string>();

        byte[] asked = table.Train(parameters, new RunOptions { Log = log.Add }, new XGBoostTrainer { Device = DeviceKind.Cuda }).LibraryModel!;

        Assert.Contains(log, line => line.Contains("without CUDA", StringComparison.Ordinal));
        Assert.Equal(table.Train(parameters).LibraryModel, asked);
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"map_{i}")];

    private sealed class Reports(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
