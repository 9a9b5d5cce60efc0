using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Paint.Prediction;
using NDSeg.Paint.Saving;
using NDSeg.Paint.Slices;

namespace NDSeg.Paint.Session;

/// <summary>The files that saving writes.</summary>
/// <param name="OutFile">The label file.</param>
/// <param name="ModelOutFile">The model file, or null.</param>
internal sealed record SaveTargets(string OutFile, string? ModelOutFile)
{
    /// <summary>Where strokes are kept that are not saved.</summary>
    public string Autosave => OutFile + AutosaveFile.Suffix;

    /// <summary>Writes the files.</summary>
    /// <returns>The label maps that have strokes, and the model.</returns>
    /// <exception cref="SegException">What writing or training throws; the labels are written first.</exception>
    public (IReadOnlyList<SegLabels> Labels, SegModel? Model) Write(StrokeState state, SliceSource slices, PaintEngine engine, CancellationToken cancellation)
    {
        IReadOnlyList<(int Slice, SegLabels Labels)> painted = LabelSaver.Write(OutFile, state, slices, cancellation);
        SegLabels[] labels = [.. painted.Select(p => p.Labels)];
        if (ModelOutFile is null)
        {
            return (labels, null);
        }

        if (painted.Count == 0)
        {
            throw new SegException("NoLabelledPixels", SegErrorKind.InvalidState, "The labels were saved, and no model: no pixel is painted.", "Paint strokes of two classes.");
        }

        SegModel model = engine.TrainOnAll([.. painted.Select(p => (slices.Read(p.Slice), p.Labels))], cancellation);
        ModelFile.Save(ModelOutFile, model, overwrite: true);
        return (labels, model);
    }
}
