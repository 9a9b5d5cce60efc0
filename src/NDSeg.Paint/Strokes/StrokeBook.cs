using NDSeg.Paint.Display;

namespace NDSeg.Paint.Strokes;

/// <summary>
/// The strokes of all slices, with the steps that can be undone, the number of pixels of every class, and what was painted
/// over. Not for use by several threads at once.
/// </summary>
internal sealed class StrokeBook(int height, int width)
{
    /// <summary>Steps that can be undone.</summary>
    public const int MostSteps = 100;

    /// <summary>Class numbers are below this.</summary>
    public const int ClassLimit = 256;

    private readonly SortedDictionary<int, StrokePlane> planes = [];

    /// <summary>Per slice, the class a painted pixel had just before; 0 where it had none.</summary>
    private readonly Dictionary<int, StrokePlane> under = [];
    private readonly LinkedList<StrokeEdit> done = [];
    private readonly Stack<StrokeEdit> undone = [];
    private readonly long[] pixels = new long[ClassLimit];
    private readonly Dictionary<(byte Before, byte After), long> covered = [];

    /// <summary>Counts every change.</summary>
    public int Version { get; private set; }

    /// <summary>Steps that can be undone now.</summary>
    public int UndoCount => done.Count;

    /// <summary>Steps that can be done again now.</summary>
    public int RedoCount => undone.Count;

    /// <summary>Rows.</summary>
    public int Height => height;

    /// <summary>Columns.</summary>
    public int Width => width;

    /// <summary>The slices that have been painted on, in order.</summary>
    public IEnumerable<int> Slices => planes.Keys;

    /// <summary>Painted pixels of all slices.</summary>
    public long Painted => pixels.AsSpan(1).ToArray().Sum();

    /// <summary>Painted pixels of a class.</summary>
    public long PixelsOf(byte one) => pixels[one];

    /// <summary>How many pixels of one class now carry another that was painted over it.</summary>
    public IEnumerable<(byte Before, byte After, long Pixels)> Covered => covered.Where(c => c.Value > 0).Select(c => (c.Key.Before, c.Key.After, c.Value));

    /// <summary>The strokes of a slice, or null.</summary>
    public StrokePlane? Plane(int slice) => planes.GetValueOrDefault(slice);

    /// <summary>Gives pixels a class. A step that changes nothing is not kept.</summary>
    /// <returns>The tiles that changed.</returns>
    public IReadOnlyCollection<(int X, int Y)> Paint(int slice, byte one, IEnumerable<PixelRun> runs, bool undoable = true)
    {
        StrokePlane plane = PlaneOf(planes, slice);
        StrokePlane lower = PlaneOf(under, slice);
        var changes = new List<(PixelRun, byte, byte)>();
        foreach (PixelRun run in runs)
        {
            Put(plane, lower, run, one, changes);
        }

        if (changes.Count == 0)
        {
            return [];
        }

        var edit = new StrokeEdit(slice, one, changes);
        Account(edit, 1);
        undone.Clear();
        if (undoable)
        {
            done.AddLast(edit);
            if (done.Count > MostSteps)
            {
                done.RemoveFirst();
            }
        }

        Version++;
        return Touched(edit);
    }

    /// <summary>Takes the last step back.</summary>
    /// <returns>The slice and the tiles that changed; null when there is no step.</returns>
    public (int Slice, IReadOnlyCollection<(int X, int Y)> Tiles)? Undo()
    {
        if (done.Last is not { } last)
        {
            return null;
        }

        StrokeEdit edit = last.Value;
        done.RemoveLast();
        undone.Push(edit);
        StrokePlane plane = PlaneOf(planes, edit.Slice);
        StrokePlane lower = PlaneOf(under, edit.Slice);

        // Backwards: a stroke that crosses its own path has changed no pixel twice, but nothing here should rely on that.
        for (int i = edit.Changes.Count - 1; i >= 0; i--)
        {
            (PixelRun run, byte before, byte beneath) = edit.Changes[i];
            Fill(plane, run, before);
            Fill(lower, run, beneath);
        }

        Account(edit, -1);
        Version++;
        return (edit.Slice, Touched(edit));
    }

    /// <summary>Does the step that was taken back last again.</summary>
    /// <inheritdoc cref="Undo"/>
    public (int Slice, IReadOnlyCollection<(int X, int Y)> Tiles)? Redo()
    {
        if (!undone.TryPop(out StrokeEdit? edit))
        {
            return null;
        }

        StrokePlane plane = PlaneOf(planes, edit.Slice);
        StrokePlane lower = PlaneOf(under, edit.Slice);
        foreach ((PixelRun run, byte before, byte _) in edit.Changes)
        {
            Fill(plane, run, edit.Class);
            Fill(lower, run, Beneath(before, edit.Class));
        }

        done.AddLast(edit);
        Account(edit, 1);
        Version++;
        return (edit.Slice, Touched(edit));
    }

    /// <summary>
    /// Forgets that a class that is to be removed was ever there: drops the steps that could be undone, if one of them has to do with it.
    /// </summary>
    public void Forget(byte one)
    {
        // The next class may get the number.
        foreach (StrokePlane plane in under.Values)
        {
            plane.Remove(one);
        }

        foreach ((byte Before, byte After) pair in covered.Keys.Where(k => k.Before == one || k.After == one).ToList())
        {
            covered.Remove(pair);
        }

        if (done.Concat(undone).Any(e => e.Class == one || e.Changes.Any(c => c.Before == one || c.Under == one)))
        {
            done.Clear();
            undone.Clear();
            Version++;
        }
    }

    private static HashSet<(int X, int Y)> Touched(StrokeEdit edit)
    {
        var tiles = new HashSet<(int, int)>();
        foreach ((PixelRun run, byte _, byte _) in edit.Changes)
        {
            tiles.Add((run.X >> TileGeometry.Shift, run.Y >> TileGeometry.Shift));
        }

        return tiles;
    }

    /// <summary>The class that is painted over when a pixel of one gets another; 0 where none is, or nothing is painted.</summary>
    private static byte Beneath(byte before, byte one) => one == 0 ? (byte)0 : before;

    /// <summary>Sets the pixels of a run and notes, per stretch of one old class inside one tile, what they were.</summary>
    private static void Put(StrokePlane plane, StrokePlane lower, PixelRun run, byte one, List<(PixelRun, byte, byte)> changes)
    {
        while (run.Length > 0)
        {
            (ArraySegment<byte> part, int length) = plane.Part(run, create: one != 0);
            ArraySegment<byte> beneath = lower.Part(run, create: one != 0 && part.AsSpan().ContainsAnyExcept((byte)0)).Part;
            for (int x = 0; x < part.Count;)
            {
                byte before = part[x];
                byte was = beneath.Count > 0 ? beneath[x] : (byte)0;
                int same = Stretch(part.AsSpan(x));
                same = beneath.Count > 0 ? Math.Min(same, Stretch(beneath.AsSpan(x))) : same;
                if (before != one)
                {
                    changes.Add((new PixelRun(run.Y, run.X + x, same), before, was));
                    part.AsSpan(x, same).Fill(one);
                    if (beneath.Count > 0)
                    {
                        beneath.AsSpan(x, same).Fill(Beneath(before, one));
                    }
                }

                x += same;
            }

            run = new PixelRun(run.Y, run.X + length, run.Length - length);
        }
    }

    private static void Fill(StrokePlane plane, PixelRun run, byte one)
    {
        while (run.Length > 0)
        {
            (ArraySegment<byte> part, int length) = plane.Part(run, create: one != 0);
            part.AsSpan().Fill(one);
            run = new PixelRun(run.Y, run.X + length, run.Length - length);
        }
    }

    /// <summary>How many pixels from the first on carry its class.</summary>
    private static int Stretch(ReadOnlySpan<byte> pixels) => pixels.IndexOfAnyExcept(pixels[0]) is int end and >= 0 ? end : pixels.Length;

    private static StrokePlane PlaneOf(IDictionary<int, StrokePlane> slices, int slice)
    {
        if (!slices.TryGetValue(slice, out StrokePlane? plane))
        {
            slices.Add(slice, plane = new StrokePlane());
        }

        return plane;
    }

    private void Account(StrokeEdit edit, int sign)
    {
        foreach ((PixelRun run, byte before, byte beneath) in edit.Changes)
        {
            long count = sign * (long)run.Length;
            pixels[before] -= count;
            pixels[edit.Class] += count;
            Cover(beneath, before, -count);
            Cover(Beneath(before, edit.Class), edit.Class, count);
        }
    }

    private void Cover(byte before, byte after, long count)
    {
        if (before != 0)
        {
            covered[(before, after)] = covered.GetValueOrDefault((before, after)) + count;
        }
    }
}
