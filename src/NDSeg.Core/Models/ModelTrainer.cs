using System.Globalization;
using NDSeg.Images;
using NDSeg.Training;
using NDSeg.Trees;

namespace NDSeg.Models;

/// <summary>Turns an untrained model and a table of labelled pixels into a trained model.</summary>
public static class ModelTrainer
{
    private const int NamesInWarning = 8;

    /// <summary>
    /// Trains. The trained model's class table holds the classes that have labelled pixels, with the values, names and
    /// colours they have in label files, so that results are exported with the original values; classes without pixels are
    /// left out and named in <see cref="TrainingSummary.Warnings"/>, as are constant maps.
    /// </summary>
    /// <param name="untrained">Hyper-parameters; a trained model is trained afresh.</param>
    /// <param name="data">Labelled pixels.</param>
    /// <param name="trainer">The learner for <see cref="SegModel.Algorithm"/>.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="SegException">OneClass; MapsNotFinite; what the learner throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SegModel Train(SegModel untrained, SegTrainingData data, IEnsembleTrainer trainer, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(untrained);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(options);

        int[] pixels = CountPixels(data);
        var warnings = new List<string>();
        (SegClass[] classes, int[] place) = PresentClasses(data, pixels, warnings);
        CheckFinite(data);
        AddConstantMaps(data, warnings);

        int[] present = [.. pixels.Where(n => n > 0)];
        double[] classWeights = ClassWeights.Of(present, untrained.Parameters.ClassWeight);
        int[] targets = Array.ConvertAll(data.Targets, t => place[t]);
        float[] weights = Array.ConvertAll(targets, t => (float)classWeights[t]);
        TrainedEnsemble trained = trainer.Train(data.Values, targets, weights, classes.Length, untrained.Parameters, options);

        var summary = new TrainingSummary(
            data.SampleCount,
            present,
            classWeights,
            Accuracy(trained.Ensemble, data, targets, options),
            trained.OutOfBagAccuracy,
            data.Files,
            trained.LibraryVersion,
            warnings);
        var state = new TrainedState(data.Plan, classes, data.Encoding, trained.Ensemble, trained.LibraryModel, trained.Importance, summary);
        return new SegModel(untrained.Parameters, state);
    }

    private static int[] CountPixels(SegTrainingData data)
    {
        var pixels = new int[data.Classes.Count];
        foreach (int target in data.Targets)
        {
            pixels[target - 1]++;
        }

        return pixels;
    }

    // The classes with pixels, numbered anew, and for every class 1..K of the data its 0-based place among them (-1: none).
    private static (SegClass[] Classes, int[] Place) PresentClasses(SegTrainingData data, int[] pixels, List<string> warnings)
    {
        var classes = new List<SegClass>();
        var place = new int[data.Classes.Count + 1];
        Array.Fill(place, -1);
        for (int c = 0; c < data.Classes.Count; c++)
        {
            SegClass one = data.Classes[c];
            if (pixels[c] > 0)
            {
                place[c + 1] = classes.Count;
                classes.Add(one.WithIndex(classes.Count + 1));
            }
            else
            {
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"Class '{one.Name}' (value {one.Value}) has no labelled pixel; the model cannot give it."));
            }
        }

        if (classes.Count < 2)
        {
            throw new SegException(
                "OneClass",
                SegErrorKind.InvalidData,
                string.Create(CultureInfo.InvariantCulture, $"Expected labelled pixels of at least two classes, found {data.SampleCount}, all of class '{classes[0].Name}' (value {classes[0].Value})."),
                "Paint strokes of another class.");
        }

        return ([.. classes], place);
    }

    private static void CheckFinite(SegTrainingData data)
    {
        int bad = data.Values.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (bad >= 0)
        {
            int row = bad / data.FeatureCount;
            throw new SegException(
                "MapsNotFinite",
                SegErrorKind.InvalidData,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Expected finite map values, found {data.Values[bad]} in map '{data.Names[bad % data.FeatureCount]}' at row {data.Rows[row]}, column {data.Columns[row]} of image {data.Images[row]}."),
                "Remove or replace such pixels in the image or extra channel.");
        }
    }

    private static void AddConstantMaps(SegTrainingData data, List<string> warnings)
    {
        int maps = data.FeatureCount;
        var varies = new bool[maps];
        ReadOnlySpan<float> first = data.Values.AsSpan(0, maps);
        int open = maps;
        for (int row = 1; row < data.SampleCount && open > 0; row++)
        {
            ReadOnlySpan<float> values = data.Values.AsSpan(row * maps, maps);
            for (int map = 0; map < maps; map++)
            {
                if (values[map] != first[map] && !varies[map])
                {
                    varies[map] = true;
                    open--;
                }
            }
        }

        string[] constant = [.. Enumerable.Range(0, maps).Where(map => !varies[map]).Select(map => data.Names[map])];
        if (constant.Length > 0)
        {
            string more = constant.Length > NamesInWarning ? $" and {constant.Length - NamesInWarning} more" : string.Empty;
            warnings.Add($"{constant.Length} of {maps} maps are constant over the labelled pixels and tell nothing: {string.Join(", ", constant.Take(NamesInWarning))}{more}.");
        }
    }

    private static double Accuracy(TreeEnsemble ensemble, SegTrainingData data, int[] targets, RunOptions options)
    {
        const int Block = 256;
        var walker = new TreeWalker(ensemble);
        long right = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.EffectiveThreads, CancellationToken = options.Cancellation };
        Parallel.For(0, (targets.Length + Block - 1) / Block, parallel, block =>
        {
            int count = 0;
            for (int i = block * Block; i < Math.Min(targets.Length, (block + 1) * Block); i++)
            {
                count += walker.Label(data.Values.AsSpan(i * data.FeatureCount, data.FeatureCount)) - 1 == targets[i] ? 1 : 0;
            }

            Interlocked.Add(ref right, count);
        });
        return (double)right / targets.Length;
    }
}
