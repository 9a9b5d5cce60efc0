using System.Collections;
using System.Globalization;

namespace NDSeg.Images;

/// <summary>One step from image to labels and the settings that change its result; kept for provenance.</summary>
/// <param name="Name">The command that did it.</param>
/// <param name="Settings">Its settings by parameter name; those at their defaults are left out.</param>
public sealed record ProcessingStep(string Name, IReadOnlyDictionary<string, object> Settings)
{
    /// <summary>The command with its settings, as a line of a script has them.</summary>
    public override string ToString() => Name + string.Concat(Settings.Select(s => $" -{s.Key} {Text(s.Value)}"));

    private static string Text(object value) => value is IEnumerable several and not string
        ? string.Join(", ", several.Cast<object>().Select(Text))
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
