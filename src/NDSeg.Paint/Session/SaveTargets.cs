using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Paint.Prediction;
using NDSeg.Paint.Saving;
using NDSeg.Paint.Slices;
using NDSeg.Storage;

namespace NDSeg.Paint.Session;

/// <summary>The files that saving writes. No other painter writes the label file as long as this one has them.</summary>
internal sealed class SaveTargets : IDisposable
{
    private readonly WatchedTarget labels;
    private readonly WatchedTarget? model;
    private readonly LockFile hold;

    /// <summary>Checks the files and takes them.</summary>
    /// <param name="outFile">The label file.</param>
    /// <param name="modelFile">The model file, or null.</param>
    /// <param name="slices">What is painted on.</param>
    /// <param name="force">Whether whatever stands there may be replaced.</param>
    /// <exception cref="SegException">UnknownFormat; TargetIsInput; SameTarget; TargetNotWritable; TargetBusy.</exception>
    public SaveTargets(string outFile, string? modelFile, SliceSource slices, bool force)
    {
        OutFile = Path.TrimEndingDirectorySeparator(Path.GetFullPath(outFile));
        ModelOutFile = modelFile is null ? null : Path.GetFullPath(modelFile);
        TargetRules.Require(OutFile, ModelOutFile, slices);
        hold = PainterLock.Take(OutFile);
        labels = new WatchedTarget(OutFile, force);
        model = ModelOutFile is null ? null : new WatchedTarget(ModelOutFile, force);
    }

    /// <summary>Full path of the label file.</summary>
    public string OutFile { get; }

    /// <summary>Full path of the model file, or null.</summary>
    public string? ModelOutFile { get; }

    /// <summary>Where strokes are kept that are not saved.</summary>
    public string Autosave => OutFile + AutosaveFile.Suffix;

    /// <summary>Refuses to replace what somebody else wrote since the painter began or saved last.</summary>
    /// <exception cref="SegException">TargetChanged.</exception>
    public void RequireOwn()
    {
        WatchedTarget[] foreign = [.. new[] { labels, model }.OfType<WatchedTarget>().Where(t => t.IsForeign)];
        if (foreign.Length > 0)
        {
            string files = string.Join(" and ", foreign.Select(t => $"'{t.Path}'"));
            throw new SegException("TargetChanged", SegErrorKind.AlreadyExists, $"Expected {files} as the painter left it, found it made or changed by another program meanwhile.", "Move it away and save again, or let the painter replace it.");
        }
    }

    /// <summary>Writes the label file.</summary>
    /// <returns>The label maps that have strokes, by slice.</returns>
    /// <exception cref="SegException">What the writers throw.</exception>
    public IReadOnlyList<(int Slice, SegLabels Labels)> WriteLabels(StrokeState state, SliceSource slices, CancellationToken cancellation)
    {
        IReadOnlyList<(int Slice, SegLabels Labels)> painted = LabelSaver.Write(OutFile, state, slices, cancellation);
        labels.Written();
        return painted;
    }

    /// <summary>Trains the model of what was written and writes it.</summary>
    /// <exception cref="SegException">NoLabelledPixels; what training and writing throw.</exception>
    public SegModel WriteModel(IReadOnlyList<(int Slice, SegLabels Labels)> painted, SliceSource slices, PaintEngine engine, CancellationToken cancellation)
    {
        if (painted.Count == 0)
        {
            throw new SegException("NoLabelledPixels", SegErrorKind.InvalidState, "Expected painted pixels, found none.", "Paint strokes of two classes.");
        }

        SegModel trained = engine.TrainOnAll([.. painted.Select(p => (slices.Read(p.Slice), p.Labels))], cancellation);
        ModelFile.Save(ModelOutFile!, trained, overwrite: true);
        model!.Written();
        return trained;
    }

    /// <summary>Lets other painters have the label file.</summary>
    public void Dispose() => hold.Dispose();
}
