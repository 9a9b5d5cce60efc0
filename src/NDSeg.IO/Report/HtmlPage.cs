using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace NDSeg.IO.Report;

/// <summary>
/// A page being written. Text between the holes of an interpolated string is markup, what goes into the holes is text: it is always
/// escaped, so no name from a file can become markup. Attributes are to be quoted with double quotes.
/// </summary>
internal sealed class HtmlPage
{
    private readonly StringBuilder text = new();

    /// <summary>Adds markup with values.</summary>
    public void Write(ref Markup markup) => text.Append(markup.Text);

    /// <summary>Adds a file of the assembly, which is markup, style or script of our own.</summary>
    public void WriteOwn(string trusted) => text.Append(trusted);

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>Text that is shown as it is wherever it stands.</summary>
    public static string Escape(string value)
    {
        var clean = new StringBuilder(value.Length);
        foreach (char c in value)
        {
            // Controls have no place in a page; those that turn the direction of text could hide the end of a name.
            bool hidden = (char.IsControl(c) && c is not ('\n' or '\t')) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
            clean.Append(hidden ? '\uFFFD' : c);
        }

        return WebUtility.HtmlEncode(clean.ToString());
    }

    /// <summary>Receives the pieces of an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        public Markup(int literalLength, int formattedCount) => Text = new StringBuilder(literalLength + (16 * formattedCount));

        public StringBuilder Text { get; }

        public void AppendLiteral(string markup) => Text.Append(markup);

        public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

        public void AppendFormatted<T>(T value, string? format)
            => Text.Append(Escape(value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? string.Empty));
    }
}
