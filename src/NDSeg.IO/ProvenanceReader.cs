using NDSeg.IO.Files;
using NDSeg.IO.Formats;

namespace NDSeg.IO;

/// <summary>Finds the provenance that the writers of this namespace keep inside files.</summary>
public static class ProvenanceReader
{
    /// <summary>The JSON text, or null when the file carries none.</summary>
    /// <param name="path">TIFF, PNG, HDF5 or training table file.</param>
    /// <param name="dataset">HDF5 dataset; null takes the only image dataset.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">As <see cref="ImageReader.Read"/>.</exception>
    public static string? Read(string path, string? dataset = null, CancellationToken cancellation = default)
    {
        if (TrainingDataFormats.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && !Directory.Exists(path) && TrainingDataReader.ReadHeader(path) is string header)
        {
            return header;
        }

        using var input = InputSource.Open(path);
        FileFormat format = FileFormats.Detect(input);
        return FileErrors.Guard(input.Path, () => format.ReadProvenance(input, dataset, cancellation));
    }
}
