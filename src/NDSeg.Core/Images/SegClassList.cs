using System.Collections.ObjectModel;

namespace NDSeg.Images;

/// <summary>
/// The classes 1..K of labels or a model: a list nobody can change. Its text names them all, so that a table that is exported
/// keeps them where it has one cell for the list.
/// </summary>
public sealed class SegClassList : ReadOnlyCollection<SegClass>
{
    /// <summary>Copies classes.</summary>
    /// <param name="classes">Classes in index order.</param>
    public SegClassList(IEnumerable<SegClass> classes)
        : base(classes.ToArray())
    {
    }

    /// <summary>
    /// The classes of several lists in ascending order of their values, by which they are matched; the first list that knows a class names
    /// and colours it. Names of numbers, such as <c>class 2</c>, follow the new numbers where they would stand for two classes.
    /// </summary>
    /// <param name="lists">Lists of classes.</param>
    public static SegClassList Merged(IEnumerable<IReadOnlyList<SegClass>> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        var byValue = new SortedDictionary<long, SegClass>();
        foreach (SegClass one in lists.SelectMany(list => list))
        {
            byValue.TryAdd(one.Value, one);
        }

        bool ambiguous = byValue.Values.DistinctBy(c => c.Name).Count() < byValue.Count;
        return new SegClassList(byValue.Values.Select((c, i) => ambiguous && c.Name == NameOf(c.Index) ? Renamed(c, i + 1) : c.WithIndex(i + 1)));
    }

    /// <summary>The name of a class that was given none.</summary>
    /// <param name="index">Its 1-based index.</param>
    public static string NameOf(int index) => FormattableString.Invariant($"class {index}");

    /// <summary>The same classes with other names and colours.</summary>
    /// <param name="names">K names in class order; null keeps them.</param>
    /// <param name="colors">K colours in class order; null keeps them.</param>
    /// <param name="source">Where the classes come from, for the message.</param>
    /// <exception cref="SegException">ClassNameCountMismatch; ClassColorCountMismatch.</exception>
    public SegClassList Named(IReadOnlyList<string>? names, IReadOnlyList<RgbColor>? colors, string source)
    {
        Require(names?.Count, "name", source);
        Require(colors?.Count, "color", source);
        return new SegClassList(this.Select((c, k) => new SegClass(c.Index, c.Value, names?[k] ?? c.Name, colors?[k] ?? c.Color)));
    }

    // The colour goes with the name, unless it is the very value of the class in an RGB label file.
    private static SegClass Renamed(SegClass one, int index)
    {
        bool own = one.Color != ClassPalette.OfClass(one.Index - 1) || one.Value == ((one.Color.R << 16) | (one.Color.G << 8) | one.Color.B);
        return new SegClass(index, one.Value, NameOf(index), own ? one.Color : ClassPalette.OfClass(index - 1));
    }

    private void Require(int? found, string what, string source)
    {
        if (found is int count && count != Count)
        {
            throw new SegException(
                what == "name" ? "ClassNameCountMismatch" : "ClassColorCountMismatch",
                SegErrorKind.InvalidArgument,
                $"Expected a {what} for each of the {Count} classes in {source} (values {string.Join(", ", this.Take(20).Select(c => c.Value))}), found {count} {what}{(count == 1 ? string.Empty : "s")}.",
                $"Give the {what}s in the order of the values.");
        }
    }

    /// <summary>Values and names: <c>1 Cathode, 2 Anode</c>.</summary>
    public override string ToString() => string.Join(", ", this.Select(c => FormattableString.Invariant($"{c.Value} {c.Name}")));
}
