using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Paint.Saving;

namespace NDSeg.Paint.Session;

/// <summary>What brings strokes into files. Locks are taken in the order saving, writing of the autosave, gate.</summary>
internal sealed partial class PaintSession
{
    private readonly Lock saving = new();

    /// <summary>The versions of strokes and classes that the files hold; null where they hold others, or are not there.</summary>
    private (int Strokes, int Classes)? labelsAt;
    private (int Strokes, int Classes)? modelAt;

    /// <summary>The version that is lost nowhere: how it began, or what was saved last.</summary>
    private (int Strokes, int Classes) safeAt;

    /// <summary>What was saved last.</summary>
    public (IReadOnlyList<SegLabels> Labels, SegModel? Model) LastSave { get; private set; } = ([], null);

    /// <summary>Why the last save wrote no model; null where it did, or none is asked for.</summary>
    public string? ModelFailure { get; private set; }

    /// <summary>Whether the label file holds the strokes as they are.</summary>
    public bool LabelsAreSaved
    {
        get
        {
            lock (gate)
            {
                return labelsAt == Now;
            }
        }
    }

    /// <summary>Whether all files hold what they should.</summary>
    public bool IsSaved
    {
        get
        {
            lock (gate)
            {
                return labelsAt == Now && (targets.ModelOutFile is null || modelAt == Now);
            }
        }
    }

    private (int Strokes, int Classes) Now => (book.Version, classes.Version);

    private bool HasUnsaved
    {
        get
        {
            lock (gate)
            {
                return safeAt != Now;
            }
        }
    }

    /// <summary>Writes the label file, and the model file where there is one.</summary>
    /// <param name="replace">Whether files may be replaced that another program wrote meanwhile.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="SegException">TargetChanged; ModelNotSaved when the labels were written; what writing throws.</exception>
    public void Save(bool replace, CancellationToken cancellation)
    {
        lock (saving)
        {
            StrokeState state;
            (int, int) version;
            lock (gate)
            {
                RequireAnswer();
                state = StrokeState.Of(book, classes, slices.Count);
                version = Now;
            }

            if (!replace)
            {
                targets.RequireOwn();
            }

            IReadOnlyList<(int Slice, SegLabels Labels)> painted = targets.WriteLabels(state, slices, cancellation);
            LastSave = ([.. painted.Select(p => p.Labels)], LastSave.Model);
            lock (gate)
            {
                labelsAt = version;
                safeAt = version;
            }

            autosave.Discard();
            if (targets.ModelOutFile is not null)
            {
                SaveModel(painted, version, cancellation);
            }
        }

        StatusChanged();
    }

    /// <summary>Saves what is not saved yet, at the end.</summary>
    /// <param name="replace">Whether files may be replaced that another program wrote meanwhile.</param>
    /// <param name="withoutModel">Whether labels alone will do where no model can be made.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="SegException">What saving throws.</exception>
    public void SaveRest(bool replace, bool withoutModel, CancellationToken cancellation)
    {
        // An older label file is not replaced by an empty one because somebody looked at the image and left.
        if (IsSaved || (withoutModel && LabelsAreSaved) || (!HasUnsaved && book.Painted == 0 && Path.Exists(targets.OutFile)))
        {
            return;
        }

        try
        {
            Save(replace, cancellation);
        }
        catch (SegException e) when (withoutModel && e.Id == "ModelNotSaved")
        {
            // The result of the painter says it.
        }
    }

    /// <summary>Writes unsaved strokes beside the label file.</summary>
    /// <returns>The file, or null where nothing is unsaved; and what kept it from being written, or null.</returns>
    public (string? File, string? Failure) Keep()
    {
        if (offerOpen)
        {
            return (targets.Autosave, null);
        }

        if (!HasUnsaved)
        {
            return (null, null);
        }

        autosave.Write();
        return autosave.Failure is string failure ? (null, failure) : (targets.Autosave, null);
    }

    private void SaveModel(IReadOnlyList<(int Slice, SegLabels Labels)> painted, (int, int) version, CancellationToken cancellation)
    {
        try
        {
            LastSave = (LastSave.Labels, targets.WriteModel(painted, slices, engine, cancellation));
        }
        catch (SegException e)
        {
            ModelFailure = e.Message;
            StatusChanged();
            throw new SegException("ModelNotSaved", SegErrorKind.InvalidState, $"The labels were saved, the model was not: {e.Finding}", e.Remedy, e);
        }

        lock (gate)
        {
            modelAt = version;
            ModelFailure = null;
        }
    }

    private StrokeState? CopyUnsaved()
    {
        lock (gate)
        {
            return safeAt == Now ? null : StrokeState.Of(book, classes, slices.Count);
        }
    }
}
