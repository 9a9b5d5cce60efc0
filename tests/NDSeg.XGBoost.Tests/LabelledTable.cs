using NDSeg.TestData;
using NDSeg.Training;

namespace NDSeg.XGBoost.Tests;

/// <summary>A training table.</summary>
internal sealed record LabelledTable(float[] Values, int[] Targets, float[] Weights, int Features, int Classes)
{
    public int Rows => Targets.Length;

    /// <summary>The settings the reference model was trained with.</summary>
    public static ModelParameters Reference { get; } = new ModelParameters("XGBoost", seed: 0).With("MaxDepth", 8).With("Eta", 0.3).With("Gamma", 0).With("Rounds", 100);

    /// <summary>The 974 x 58 table of the battery slice, balanced weights.</summary>
    public static LabelledTable Battery()
    {
        IReadOnlyDictionary<string, NpzArray> arrays = NpzFile.Read(SharedData.PathOf("reference/battery_training.npz"));
        int[] targets = [.. arrays["y"].ToDoubles().Select(v => (int)v - 1)];
        float[] values = [.. arrays["X"].ToDoubles().Select(v => (float)v)];
        return Balanced(values, targets, arrays["X"].Shape[1], 6);
    }

    /// <summary>Noise around class centres, so that classes overlap and trees have something to do.</summary>
    public static LabelledTable Noise(int rows, int features, int classes, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows * features];
        var targets = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            targets[i] = random.Next(classes);
            for (int f = 0; f < features; f++)
            {
                double centre = Math.Sin((targets[i] * 1.7) + f);
                values[(i * features) + f] = (float)(centre + (2 * random.NextDouble()) - 1);
            }
        }

        return Balanced(values, targets, features, classes);
    }

    public static LabelledTable Balanced(float[] values, int[] targets, int features, int classes)
    {
        var counts = new int[classes];
        foreach (int target in targets)
        {
            counts[target]++;
        }

        float[] weights = [.. targets.Select(t => (float)(targets.Length / ((double)classes * counts[t])))];
        return new LabelledTable(values, targets, weights, features, classes);
    }

    /// <summary>Trains, by default on one thread: test classes run side by side, and threads that wait for a core are slow.</summary>
    public TrainedEnsemble Train(ModelParameters? parameters = null, RunOptions? options = null, XGBoostTrainer? trainer = null)
        => (trainer ?? new XGBoostTrainer()).Train(Values, Targets, Weights, Classes, parameters ?? Reference, options ?? new RunOptions { Threads = 1 });
}
