using System.Globalization;
using System.Text;

namespace NDSeg.Hdf5;

/// <summary>The name of a source's file or dataset: <c>%b</c> stands for the number of a block, <c>%%</c> for a percent sign.</summary>
internal sealed class SourceName
{
    private readonly List<string> parts = [];

    public SourceName(string text)
    {
        var part = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] == '%' && next == 'b')
            {
                parts.Add(part.ToString());
                part.Clear();
                i++;
            }
            else
            {
                part.Append(text[i]);
                i += text[i] == '%' && next == '%' ? 1 : 0;
            }
        }

        parts.Add(part.ToString());
    }

    /// <summary>Whether every block has a source of its own.</summary>
    public bool IsNumbered => parts.Count > 1;

    /// <summary>The name for a block.</summary>
    public string At(long block) => string.Join(block.ToString(CultureInfo.InvariantCulture), parts);
}
