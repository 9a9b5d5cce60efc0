using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Training;
using NDSeg.Trees;

namespace NDSeg.Quality;

/// <summary>k-fold cross-validation grouped by stroke, so that neighbouring pixels never sit on both sides.</summary>
public static class CrossValidation
{
    /// <summary>
    /// Trains k models and pools their labels of the held-out strokes. The strokes of every class are dealt to the folds,
    /// largest first, each to the fold that holds the fewest pixels of the class; so every fold trains on every class.
    /// </summary>
    /// <param name="untrained">Hyper-parameters.</param>
    /// <param name="data">Labelled pixels of one or more images.</param>
    /// <param name="trainer">The learner.</param>
    /// <param name="folds">k, at least 2; fewer are used when no class has that many strokes.</param>
    /// <param name="seed">Seed of the assignment of strokes to folds.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="SegException">InvalidFoldCount; TooFewStrokes when fewer than two classes have two strokes; what training throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CrossValidationResult Run(SegModel untrained, SegTrainingData data, IEnsembleTrainer trainer, int folds, int seed, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(untrained);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        if (folds < 2)
        {
            throw new SegException("InvalidFoldCount", SegErrorKind.InvalidArgument, $"Expected at least 2 folds, found {folds}.");
        }

        StrokeGroups groups = StrokeGroups.Find(data);
        int[] strokesOfClass = new int[data.Classes.Count];
        foreach (Stroke stroke in groups.Strokes)
        {
            strokesOfClass[stroke.ClassIndex - 1]++;
        }

        if (strokesOfClass.Count(n => n >= 2) < 2)
        {
            throw new SegException(
                "TooFewStrokes",
                SegErrorKind.InvalidData,
                $"Expected at least two classes with two or more separate strokes each, found {string.Join(", ", data.Classes.Select(c => $"'{c.Name}': {strokesOfClass[c.Index - 1]}"))}.", "Paint more strokes that do not touch.");
        }

        int used = Math.Min(folds, strokesOfClass.Max());
        int[] foldOfStroke = Deal(groups.Strokes, strokesOfClass, used, seed);
        var confusion = new long[data.Classes.Count, data.Classes.Count + 1];
        var foldAccuracy = new double[used];
        for (int fold = 0; fold < used; fold++)
        {
            foldAccuracy[fold] = RunFold(untrained, data, trainer, fold, used, [.. groups.StrokeOfSample.Select(s => foldOfStroke[s])], confusion, options);
        }

        SegClass[] single = [.. data.Classes.Where(c => strokesOfClass[c.Index - 1] == 1)];
        List<string> warnings = [.. single.Select(c => $"Class '{c.Name}' has a single stroke: it is trained on but not scored. Paint another stroke of it.")];
        int onePixel = groups.Strokes.Count(s => s.Pixels == 1);
        if (2 * onePixel > groups.Strokes.Count)
        {
            warnings.Add($"{onePixel} of {groups.Strokes.Count} strokes are single pixels: the table is a sample of its rows, or the labels are scattered, so that neighbours of held-out pixels are trained on and the figures are too good. Use the whole table, without -SampleCount, of painted strokes.");
        }

        if (used < folds)
        {
            warnings.Add($"{used} folds instead of {folds}: no class has more than {used} strokes.");
        }

        SegAccuracy accuracy = SegAccuracy.FromConfusion(data.Classes, confusion, [.. strokesOfClass.Select(n => n >= 2)]);
        return new CrossValidationResult(used, groups.Strokes.Count, accuracy, foldAccuracy, single, warnings)
        {
            Algorithm = untrained.Algorithm,
            Parameters = untrained.Parameters.DescribeDifferences(),
        };
    }

    // The fold that holds each stroke out, or -1 for the only stroke of a class.
    private static int[] Deal(IReadOnlyList<Stroke> strokes, int[] strokesOfClass, int folds, int seed)
    {
        var foldOf = new int[strokes.Count];
        Array.Fill(foldOf, -1);
        var total = new long[folds];
        for (int c = 0; c < strokesOfClass.Length; c++)
        {
            if (strokesOfClass[c] < 2)
            {
                continue;
            }

            var random = new Xoshiro256(seed, c);
            var ofClass = new long[folds];
            IEnumerable<int> order = Enumerable.Range(0, strokes.Count)
                .Where(s => strokes[s].ClassIndex == c + 1)
                .Select(s => (Stroke: s, Tie: random.NextBits()))
                .ToArray()
                .OrderByDescending(s => strokes[s.Stroke].Pixels).ThenBy(s => s.Tie)
                .Select(s => s.Stroke);
            foreach (int stroke in order)
            {
                int best = 0;
                for (int f = 1; f < folds; f++)
                {
                    best = (ofClass[f], total[f]).CompareTo((ofClass[best], total[best])) < 0 ? f : best;
                }

                foldOf[stroke] = best;
                ofClass[best] += strokes[stroke].Pixels;
                total[best] += strokes[stroke].Pixels;
            }
        }

        return foldOf;
    }

    private static double RunFold(SegModel untrained, SegTrainingData data, IEnsembleTrainer trainer, int fold, int folds, int[] foldOfSample, long[,] confusion, RunOptions options)
    {
        int[] seen = [.. Enumerable.Range(0, data.SampleCount).Where(i => foldOfSample[i] != fold)];
        int[] held = [.. Enumerable.Range(0, data.SampleCount).Where(i => foldOfSample[i] == fold)];
        RunOptions part = options with { Progress = options.Progress is null ? null : new PartOfProgress(options.Progress, fold, folds) };
        SegModel model = ModelTrainer.Train(untrained, TrainingTable.Select(data, seen), trainer, part);

        // The model numbers the classes it saw; their values lead back to the numbers of the table.
        var indexOf = data.Classes.ToDictionary(c => c.Value, c => c.Index);
        int[] index = [.. model.Classes.Select(c => indexOf[c.Value])];
        var walker = new TreeWalker(model.State!.Ensemble);
        long right = 0;
        foreach (int i in held)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            int label = index[walker.Label(data.Values.AsSpan(i * data.FeatureCount, data.FeatureCount)) - 1];
            confusion[data.Targets[i] - 1, label - 1]++;
            right += label == data.Targets[i] ? 1 : 0;
        }

        return (double)right / held.Length;
    }

    private sealed class PartOfProgress(IProgress<double> whole, int part, int parts) : IProgress<double>
    {
        public void Report(double value) => whole.Report((part + value) / parts);
    }
}
