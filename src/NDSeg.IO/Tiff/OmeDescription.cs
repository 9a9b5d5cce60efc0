using System.Globalization;
using System.Xml;
using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>The axes that an OME-XML description gives to the pages of its file.</summary>
internal static class OmeDescription
{
    private const string Micrometre = "\u00B5m";

    /// <summary>The page axes, slowest first; null when the text is no OME-XML or holds several images.</summary>
    /// <param name="description">Image description of the first page.</param>
    /// <param name="samples">Samples per pixel of a page: channels that are not counted by pages.</param>
    public static IReadOnlyList<StoredAxis>? TryParse(string description, int samples)
        => OfPixels(description, xml => Axes(xml, samples));

    /// <summary>The distances between voxels; null when the text is no OME-XML or does not name all three.</summary>
    /// <param name="description">Image description of the first page.</param>
    public static VoxelSize? VoxelSizeOf(string description) => OfPixels(description, Voxels);

    private static T? OfPixels<T>(string description, Func<XmlReader, T?> read)
        where T : class
    {
        if (!description.StartsWith('<') || !description.Contains("<OME", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var text = new StringReader(description);
            using var xml = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return xml.ReadToFollowing("Pixels") ? read(xml) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    // In micrometres where a unit of length is named; numbers without one still say how the axes compare.
    private static VoxelSize? Voxels(XmlReader xml)
    {
        string[] axes = ["Z", "Y", "X"];
        var sizes = new double[axes.Length];
        bool known = true;
        for (int i = 0; i < axes.Length; i++)
        {
            if (!double.TryParse(xml.GetAttribute("PhysicalSize" + axes[i]), NumberStyles.Float, CultureInfo.InvariantCulture, out double size))
            {
                return null;
            }

            double? factor = MicrometresPer(xml.GetAttribute($"PhysicalSize{axes[i]}Unit") ?? Micrometre);
            known &= factor is not null;
            sizes[i] = size * (factor ?? 1);
        }

        return sizes.All(s => s > 0 && double.IsFinite(s)) ? new VoxelSize(sizes[0], sizes[1], sizes[2], known ? Micrometre : null) : null;
    }

    private static double? MicrometresPer(string unit) => unit switch
    {
        Micrometre or "\u03BCm" or "um" => 1,
        "nm" => 1e-3,
        "\u00C5" => 1e-4,
        "mm" => 1e3,
        "cm" => 1e4,
        "m" => 1e6,
        _ => null,
    };

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
