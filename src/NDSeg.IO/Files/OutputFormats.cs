namespace NDSeg.IO.Files;

/// <summary>Picks the format of a file to be written by its extension.</summary>
internal static class OutputFormats
{
    /// <exception cref="SegException">UnknownFormat.</exception>
    public static OutputFormat Of(string path, params ReadOnlySpan<OutputFormat> allowed)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string extension = Path.GetExtension(path);
        OutputFormat? format = extension.ToUpperInvariant() switch
        {
            ".TIF" or ".TIFF" => OutputFormat.Tiff,
            ".PNG" => OutputFormat.Png,
            ".H5" or ".HDF5" => OutputFormat.Hdf,
            _ => null,
        };
        if (format is OutputFormat known && allowed.Contains(known))
        {
            return known;
        }

        var names = new List<string>();
        foreach (OutputFormat one in allowed)
        {
            names.Add(one switch { OutputFormat.Tiff => ".tif", OutputFormat.Png => ".png", _ => ".h5" });
        }

        throw new SegException("UnknownFormat", SegErrorKind.InvalidArgument, $"Expected a file name ending in {string.Join(", ", names)}, found '{path}'.", "Choose one of these endings.");
    }
}
