using System.Collections.ObjectModel;

namespace NDSeg;

/// <summary>Numbers by name that nobody can change. Their text names them all, for tables that have one cell for them.</summary>
public sealed class NamedNumbers : ReadOnlyDictionary<string, double>
{
    /// <summary>Wraps a dictionary, which must not change any more.</summary>
    /// <param name="numbers">The numbers by name.</param>
    public NamedNumbers(IDictionary<string, double> numbers)
        : base(numbers)
    {
    }

    /// <summary>Names and numbers: <c>BilateralRange 50, MembraneSize 15</c>.</summary>
    public override string ToString() => string.Join(", ", this.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value}")));
}
