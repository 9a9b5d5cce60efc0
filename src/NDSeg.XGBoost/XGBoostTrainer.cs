using System.Globalization;
using NDSeg.Training;
using NDSeg.Trees;
using NDSeg.XGBoost.Native;

namespace NDSeg.XGBoost;

/// <summary>
/// Trains boosted trees with the XGBoost library (1.7 to 3.x): histogram trees, softmax over K classes or the logistic
/// function for two, weighted samples. On the processor the model is the same, byte for byte, for any number of threads.
/// </summary>
public sealed class XGBoostTrainer : IEnsembleTrainer
{
    // The library's threads meet at thousands of barriers a second. On idle cores a second thread takes a third off the
    // fit of a table of 60,000 values; on busy ones every barrier waits for a time slice, and the same fit takes tens of
    // times longer. So small tables, where there is little to win, stay on one thread.
    private const long ValuesPerThread = 100_000;

    // From 2.0 on the library estimates the margins before the first tree; 0.5 is what it used before.
    private static readonly Version EstimatesBaseScore = new(2, 0);

    /// <summary>Where the trees are grown. Without a library that has CUDA the processor is used, with a remark in the log.</summary>
    public DeviceKind Device { get; init; } = DeviceKind.Cpu;

    /// <summary>
    /// Names of the F maps to store in the model, for readers outside NDSeg; null leaves them out. Python's xgboost then
    /// shows them, and asks for the same names on the tables it predicts from.
    /// </summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SegException">
    /// XGBoostNotInstalled; XGBoostFailed with the library's own text; InvalidTrainingData when lengths disagree;
    /// FeatureNameMismatch when <see cref="FeatureNames"/> has another length than the table has columns.
    /// </exception>
    public TrainedEnsemble Train(float[] values, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        parameters.Validate();
        int features = CountFeatures(values, targets, weights);
        options.Cancellation.ThrowIfCancellationRequested();

        XGBoostApi api = XGBoostLibrary.Require();
        bool cuda = UseCuda(api, options);
        int threads = ThreadCount(values.LongLength, options);
        options.Log?.Invoke(string.Create(
            CultureInfo.InvariantCulture,
            $"XGBoost {api.Version} from {api.Path}: {targets.Length} x {features}, {classCount} classes, {parameters.Rounds} rounds, {(cuda ? "CUDA" : threads == 1 ? "1 thread" : $"{threads} threads")}, seed {parameters.Seed}."));

        using var relay = new LogRelay(api, options.Log);
        using DMatrix matrix = DMatrix.Create(api, values, targets.Length, features, threads);
        matrix.SetLabels(targets);
        matrix.SetWeights(weights);
        using Booster booster = Booster.Create(api, matrix);
        foreach ((string name, string value) in Settings(api.Version, classCount, parameters, threads, cuda))
        {
            booster.SetParameter(name, value);
        }

        for (int round = 0; round < parameters.Rounds; round++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            booster.Update(round, matrix);
            options.Progress?.Report((round + 1.0) / parameters.Rounds);
        }

        double[] importance = Shares(booster.TotalGain(features));
        if (FeatureNames is not null)
        {
            booster.SetFeatureNames(FeatureNames);
        }

        byte[] json = booster.SaveJson();
        return new TrainedEnsemble(XGBoostJson.Parse(json), json, importance, LibraryVersion: api.Version.ToString());
    }

    private static int ThreadCount(long values, RunOptions options)
        => (int)Math.Clamp(values / ValuesPerThread, 1, Math.Min(options.EffectiveThreads, Environment.ProcessorCount));

    private static IEnumerable<(string Name, string Value)> Settings(Version version, int classCount, ModelParameters parameters, int threads, bool cuda)
    {
        yield return ("booster", "gbtree");
        yield return ("eta", parameters.Eta.ToString("R", CultureInfo.InvariantCulture));
        yield return ("gamma", parameters.Gamma.ToString("R", CultureInfo.InvariantCulture));
        yield return ("max_depth", parameters.MaxDepth.ToString(CultureInfo.InvariantCulture));
        yield return ("seed", parameters.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("nthread", threads.ToString(CultureInfo.InvariantCulture));
        if (classCount == 2)
        {
            yield return ("objective", "binary:logistic");
        }
        else
        {
            yield return ("objective", "multi:softprob");
            yield return ("num_class", classCount.ToString(CultureInfo.InvariantCulture));
        }

        if (version >= EstimatesBaseScore)
        {
            yield return ("base_score", "0.5");
            yield return ("tree_method", "hist");
            yield return ("device", cuda ? "cuda" : "cpu");
        }
        else
        {
            yield return ("tree_method", cuda ? "gpu_hist" : "hist");
        }
    }

    private static double[] Shares(double[] gain)
    {
        double total = gain.Sum();
        return total > 0 ? Array.ConvertAll(gain, g => g / total) : gain;
    }

    private bool UseCuda(XGBoostApi api, RunOptions options)
    {
        if (Device != DeviceKind.Cuda)
        {
            return false;
        }

        if (!api.HasCuda)
        {
            options.Log?.Invoke($"XGBoost {api.Version} from {api.Path} was built without CUDA; the trees are grown on the processor.");
        }

        return api.HasCuda;
    }

    private int CountFeatures(float[] values, int[] targets, float[] weights)
    {
        if (targets.Length == 0 || values.Length == 0 || values.Length % targets.Length != 0 || weights.Length != targets.Length)
        {
            throw new SegException(
                "InvalidTrainingData",
                SegErrorKind.InvalidData,
                $"Expected N x F values with N classes and N weights, found {values.Length} values, {targets.Length} classes and {weights.Length} weights.");
        }

        int features = values.Length / targets.Length;
        if (FeatureNames is not null && FeatureNames.Count != features)
        {
            throw new SegException("FeatureNameMismatch", SegErrorKind.ShapeMismatch, $"Expected {features} names for a table of {features} maps, found {FeatureNames.Count}.");
        }

        return features;
    }
}
