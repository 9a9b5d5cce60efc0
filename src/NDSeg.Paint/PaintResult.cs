using NDSeg.Images;
using NDSeg.Models;

namespace NDSeg.Paint;

/// <summary>How painting ended.</summary>
/// <param name="Saved">Whether the strokes as they were at the end are in the label file.</param>
/// <param name="Autosave">The file that keeps strokes which were not saved; null when there is none.</param>
/// <param name="AutosaveFailure">Why strokes that were not saved could not be kept either; null when they are, or when there are none.</param>
/// <param name="Labels">The strokes that were saved last, slice by slice; empty when nothing was saved.</param>
/// <param name="Model">The model that was saved last, or null.</param>
/// <param name="ModelFailure">Why the last save wrote no model; null when it did, or none was asked for.</param>
public sealed record PaintResult(bool Saved, string? Autosave, string? AutosaveFailure, IReadOnlyList<SegLabels> Labels, SegModel? Model, string? ModelFailure);
