using System.Collections.ObjectModel;
using System.Globalization;

namespace NDSeg;

/// <summary>
/// A list nobody can change. Its text names its items, so that a table that is exported keeps them where it has one cell for the list.
/// </summary>
/// <typeparam name="T">What is listed; its own text should be short.</typeparam>
public sealed class JoinedList<T> : ReadOnlyCollection<T>
{
    /// <summary>Copies items.</summary>
    /// <param name="items">The items in order.</param>
    public JoinedList(IEnumerable<T> items)
        : base(items.ToArray())
    {
    }

    /// <summary>The items, numbers in the invariant culture: <c>1, 2.5, 4</c>.</summary>
    public override string ToString() => string.Join(", ", this.Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)));
}
