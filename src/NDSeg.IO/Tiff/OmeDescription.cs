using System.Globalization;
using System.Xml;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>The axes that an OME-XML description gives to the pages of its file.</summary>
internal static class OmeDescription
{
    /// <summary>The page axes, slowest first; null when the text is no OME-XML or holds several images.</summary>
    /// <param name="description">Image description of the first page.</param>
    /// <param name="samples">Samples per pixel of a page: channels that are not counted by pages.</param>
    public static IReadOnlyList<StoredAxis>? TryParse(string description, int samples)
    {
        if (!description.StartsWith('<') || !description.Contains("<OME", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var text = new StringReader(description);
            using var xml = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return xml.ReadToFollowing("Pixels") ? Axes(xml, samples) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static List<StoredAxis>? Axes(XmlReader xml, int samples)
    {
        // The order is written fastest first and always begins with XY.
        string order = xml.GetAttribute("DimensionOrder") ?? "XYZCT";
        var axes = new List<StoredAxis>();
        foreach (char letter in order.Skip(2).Reverse())
        {
            if (!int.TryParse(xml.GetAttribute("Size" + letter), NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length < 1)
            {
                return null;
            }

            axes.Add(new StoredAxis(letter, letter == 'C' ? Math.Max(1, length / samples) : length));
        }

        return axes;
    }
}
