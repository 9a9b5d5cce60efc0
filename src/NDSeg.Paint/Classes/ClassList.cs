using System.Globalization;
using NDSeg.Images;

namespace NDSeg.Paint.Classes;

/// <summary>The classes in the order of the page. Not for use by several threads at once.</summary>
internal sealed class ClassList
{
    /// <summary>Classes there may be.</summary>
    public const int Most = 100;

    private const int LongestName = 60;

    private readonly List<PaintClass> classes = [];

    /// <summary>The classes.</summary>
    public IReadOnlyList<PaintClass> All => classes;

    /// <summary>Counts every change.</summary>
    public int Version { get; private set; }

    /// <summary>A class by its number, or null.</summary>
    public PaintClass? Find(int number) => classes.Find(c => c.Number == number);

    /// <summary>Takes over a class of a label file.</summary>
    /// <exception cref="SegException">TooManyClasses.</exception>
    public PaintClass Adopt(SegClass one)
    {
        if (classes.Count == Most)
        {
            throw new SegException("TooManyClasses", SegErrorKind.InvalidData, $"Expected at most {Most} classes to paint, found more.", "Merge classes first.");
        }

        var added = new PaintClass(FreeNumber(), one.Value, Clean(one.Name), one.Color);
        classes.Add(added);
        Version++;
        return added;
    }

    /// <summary>Adds a class with the next free value, and the next colour unless one is given.</summary>
    /// <exception cref="SegException">TooManyClasses; InvalidClassName.</exception>
    public PaintClass Add(string? name = null, RgbColor? color = null)
    {
        if (classes.Count == Most)
        {
            throw new SegException("TooManyClasses", SegErrorKind.InvalidArgument, $"Expected at most {Most} classes.");
        }

        long value = 1;
        while (classes.Any(c => c.Value == value))
        {
            value++;
        }

        string text = string.IsNullOrWhiteSpace(name) ? FreeName(value) : CheckedName(name, except: null);
        var added = new PaintClass(FreeNumber(), value, text, color ?? PaintPalette.Next([.. classes.Select(c => c.Color)]));
        classes.Add(added);
        Version++;
        return added;
    }

    /// <summary>Renames or recolours a class.</summary>
    /// <exception cref="SegException">UnknownClass; InvalidClassName.</exception>
    public PaintClass Change(int number, string? name, RgbColor? color)
    {
        PaintClass one = Find(number) ?? throw new SegException("UnknownClass", SegErrorKind.NotFound, $"Expected a class, found no class {number}.");
        PaintClass changed = one with { Name = name is null ? one.Name : CheckedName(name, except: one), Color = color ?? one.Color };
        classes[classes.IndexOf(one)] = changed;
        Version++;
        return changed;
    }

    /// <summary>Removes a class. The caller has made sure that no pixel, and no step that can be undone, carries it.</summary>
    public void Remove(int number)
    {
        classes.RemoveAll(c => c.Number == number);
        Version++;
    }

    /// <summary>Replaces all classes; what a restored session had.</summary>
    public void Reset(IEnumerable<PaintClass> all)
    {
        classes.Clear();
        classes.AddRange(all);
        Version++;
    }

    /// <summary>The classes as label files have them, numbered 1..K in ascending order of their values.</summary>
    public IReadOnlyList<(PaintClass Own, SegClass File)> ToFile()
        => [.. classes.OrderBy(c => c.Value).Select((c, i) => (c, new SegClass(i + 1, c.Value, c.Name, c.Color)))];

    private string CheckedName(string name, PaintClass? except)
    {
        string clean = Clean(name);
        if (clean.Length == 0)
        {
            throw new SegException("InvalidClassName", SegErrorKind.InvalidArgument, "Expected a name, found none.");
        }

        return classes.Any(c => c != except && string.Equals(c.Name, clean, StringComparison.OrdinalIgnoreCase))
            ? throw new SegException("InvalidClassName", SegErrorKind.InvalidArgument, $"Expected a name of its own for every class, found '{clean}' twice.", "Give each of them another name.")
            : clean;
    }

    private static string Clean(string name)
    {
        string clean = string.Concat(name.Where(c => !char.IsControl(c))).Trim();
        return clean.Length > LongestName ? clean[..LongestName] : clean;
    }

    private string FreeName(long value)
    {
        for (long number = value; ; number++)
        {
            string name = "class " + number.ToString(CultureInfo.InvariantCulture);
            if (!classes.Any(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                return name;
            }
        }
    }

    private byte FreeNumber()
    {
        byte number = 1;
        while (Find(number) is not null)
        {
            number++;
        }

        return number;
    }
}
