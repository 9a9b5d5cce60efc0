using NDSeg.Images;
using NDSeg.Paint.Saving;
using NDSeg.Paint.Strokes;

namespace NDSeg.Paint.Session;

/// <summary>What changes strokes and classes.</summary>
internal sealed partial class PaintSession
{
    /// <summary>Gives pixels a class. A step that was sent before, by a page that lost its connection, is not done twice.</summary>
    /// <param name="window">The page.</param>
    /// <param name="step">Counts its steps.</param>
    /// <param name="slice">The slice.</param>
    /// <param name="number">The class; 0 erases.</param>
    /// <param name="runs">The pixels.</param>
    /// <returns>The version of the strokes.</returns>
    /// <exception cref="SegException">UnknownClass; OfferOpen.</exception>
    public int Paint(string window, int step, int slice, int number, PixelRun[] runs)
    {
        lock (gate)
        {
            RequireAnswer();
            if (number != 0 && classes.Find(number) is null)
            {
                throw new SegException("UnknownClass", SegErrorKind.NotFound, $"Expected a class, found no class {number}.");
            }

            if (steps.IsNew(window, step))
            {
                PixelRun last = runs[^1];
                Changed(slice, book.Paint(slice, (byte)number, runs), (slice, last.X + (last.Length / 2), last.Y), window);
            }

            return book.Version;
        }
    }

    /// <summary>Takes the last step back, or does it again.</summary>
    /// <param name="window">The page.</param>
    /// <param name="step">Counts its steps.</param>
    /// <param name="back">Whether to take back.</param>
    /// <returns>The version of the strokes.</returns>
    public int Step(string window, int step, bool back)
    {
        lock (gate)
        {
            RequireAnswer();
            if (steps.IsNew(window, step) && (back ? book.Undo() : book.Redo()) is { } changed)
            {
                Changed(changed.Slice, changed.Tiles, place: null, window: null);
            }

            return book.Version;
        }
    }

    /// <summary>Adds a class, with a name of its own when none is given.</summary>
    public void AddClass(string? name, RgbColor? color)
    {
        lock (gate)
        {
            RequireAnswer();
            classes.Add(name, color);
            ClassesChanged();
        }
    }

    /// <summary>Renames or recolours a class.</summary>
    public void ChangeClass(int number, string? name, RgbColor? color)
    {
        lock (gate)
        {
            RequireAnswer();
            classes.Change(number, name, color);
            ClassesChanged();
        }
    }

    /// <summary>Removes a class without pixels.</summary>
    /// <exception cref="SegException">ClassInUse.</exception>
    public void RemoveClass(int number)
    {
        lock (gate)
        {
            RequireAnswer();
            if ((uint)number < StrokeBook.ClassLimit && book.PixelsOf((byte)number) is long pixels and > 0)
            {
                throw new SegException("ClassInUse", SegErrorKind.InvalidState, $"Expected a class without strokes, found {pixels} pixels of it.", "Erase them first.");
            }

            if (classes.Find(number) is not null)
            {
                book.Forget((byte)number);
                classes.Remove(number);
                ClassesChanged();
            }
        }
    }

    /// <summary>Answers the offer of unsaved strokes: takes them, or drops them for good.</summary>
    public void Answer(bool restore)
    {
        lock (gate)
        {
            if (!offerOpen || offer is null)
            {
                return;
            }

            offerOpen = false;
            if (restore)
            {
                Restore(offer);
            }
        }

        if (!restore)
        {
            autosave.Discard();
        }

        StatusChanged();
    }

    private void Restore(StrokeState state)
    {
        Erase();
        classes.Reset(state.Classes);
        foreach (var group in state.Runs.GroupBy(r => (r.Slice, r.Class)))
        {
            book.Paint(group.Key.Slice, group.Key.Class, group.Select(r => r.Run), undoable: false);
        }

        worker.StrokesChanged(book.Version, null);
        Pages.Broadcast(new { type = "reload" });
    }

    private void RequireAnswer()
    {
        if (offerOpen)
        {
            throw new SegException("OfferOpen", SegErrorKind.InvalidState, "Unsaved strokes of an earlier session were found.", "Restore or discard them first.");
        }
    }

    private void Erase()
    {
        foreach (int slice in book.Slices.ToArray())
        {
            book.Paint(slice, 0, [.. book.Plane(slice)!.Runs().Select(r => r.Run)], undoable: false);
        }
    }

    private void Changed(int slice, IReadOnlyCollection<(int X, int Y)> tiles, (int, int, int)? place, string? window)
    {
        if (tiles.Count == 0)
        {
            return;
        }

        autosave.Schedule();
        worker.StrokesChanged(book.Version, place);
        Pages.Broadcast(new { type = "strokes", slice, tiles = tiles.Select(t => new[] { t.X, t.Y }), window });
        StatusChanged();
    }

    private void ClassesChanged()
    {
        autosave.Schedule();
        StatusChanged();
    }
}
