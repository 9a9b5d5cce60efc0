using System.Globalization;
using NDSeg.Images;

namespace NDSeg.PowerShell.Binding;

/// <summary>Finds classes by name or by the value they have in label files.</summary>
internal static class ClassArgument
{
    /// <summary>The class indices 1..K that are meant.</summary>
    /// <exception cref="SegException">UnknownClass, listing the classes there are.</exception>
    public static IReadOnlyList<int> IndicesOf(IEnumerable<string> wanted, IReadOnlyList<SegClass> classes)
        => [.. wanted.Select(text => IndexOf(text, classes)).Distinct()];

    private static int IndexOf(string text, IReadOnlyList<SegClass> classes)
    {
        SegClass? found = classes.FirstOrDefault(c => string.Equals(c.Name, text, StringComparison.OrdinalIgnoreCase))
            ?? (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? classes.FirstOrDefault(c => c.Value == value) : null);
        return found?.Index
            ?? throw new SegException("UnknownClass", SegErrorKind.NotFound, $"Expected one of the classes {string.Join(", ", classes.Select(c => $"{c.Value} ({c.Name})"))}, found '{text}'.", "Give the name or the value of one of them.");
    }
}
