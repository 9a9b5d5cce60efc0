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
