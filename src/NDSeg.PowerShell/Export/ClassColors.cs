using System.Collections;
using System.Globalization;
using System.Management.Automation;
using NDSeg.Images;
using NDSeg.PowerShell.Binding;

namespace NDSeg.PowerShell.Export;

/// <summary>The colours a user wants for classes.</summary>
internal sealed class ClassColors
{
    private readonly SegPalette palette;
    private readonly Dictionary<string, RgbColor> byName = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="palette">Colours of what is not named.</param>
    /// <param name="named">Colours by name or file value.</param>
    /// <param name="classes">The classes that are drawn; every name must be one of them.</param>
    /// <exception cref="SegException">UnknownClass; InvalidColor.</exception>
    public ClassColors(SegPalette palette, IDictionary named, IEnumerable<SegClass> classes)
    {
        this.palette = palette;
        foreach (DictionaryEntry entry in named)
        {
            object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            byName[Text(entry.Key)] = value is RgbColor color ? color : RgbColor.Parse(Text(value));
        }

        SegClass[] known = [.. classes.DistinctBy(c => (c.Name, c.Value))];
        if (byName.Keys.FirstOrDefault(name => !known.Any(c => Is(c, name))) is string unknown)
        {
            throw new SegException("UnknownClass", SegErrorKind.NotFound, $"Expected one of the classes {string.Join(", ", known.Select(c => $"{c.Value} ({c.Name})"))}; found '{unknown}'.", "Name a class of the labels that are drawn.");
        }
    }

    /// <summary>The same labels in the colours that are wanted.</summary>
    public SegLabels Apply(SegLabels labels) => palette == SegPalette.Own && byName.Count == 0 ? labels : labels.WithColors(c => ColorOf(c, labels.Classes.Count));

    /// <summary>The colours that are wanted for the classes of a volume; null where they keep their own.</summary>
    /// <param name="count">Number of classes.</param>
    public Func<SegClass, RgbColor>? Of(int count) => palette == SegPalette.Own && byName.Count == 0 ? null : c => ColorOf(c, count);

    private RgbColor ColorOf(SegClass one, int count)
        => byName.Keys.FirstOrDefault(name => Is(one, name)) is string name
            ? byName[name]
            : palette switch
            {
                SegPalette.Distinct => ClassPalette.OfClass(one.Index - 1),
                SegPalette.NipySpectral => NipySpectral.OfClass(one.Index - 1, count),
                _ => one.Color,
            };

    private static bool Is(SegClass one, string name)
        => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase) || one.Value.ToString(CultureInfo.InvariantCulture) == name;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
}
