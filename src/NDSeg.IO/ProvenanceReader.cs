using NDSeg.IO.Files;
using NDSeg.IO.Hdf;
using NDSeg.IO.Labels;
using NDSeg.IO.Png;
using NDSeg.IO.Tiff;

namespace NDSeg.IO;

/// <summary>Finds the provenance that the writers of this namespace keep inside files.</summary>
public static class ProvenanceReader
{
    /// <summary>The JSON text, or null when the file carries none.</summary>
    /// <param name="path">TIFF, PNG or HDF5 file.</param>
    /// <param name="dataset">HDF5 dataset; null takes the only image dataset.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">As <see cref="ImageReader.Read"/>.</exception>
    public static string? Read(string path, string? dataset = null, CancellationToken cancellation = default)
    {
        using ByteSource source = FileByteSource.Open(path);
        FileFormat format = FormatSniffer.Detect(source);
        return FileErrors.Guard<string?>(source.Path, () => format switch
        {
            FileFormat.Tiff => FromTiff(source),
            FileFormat.Png => PngWriter.Provenance(source),
            FileFormat.Hdf => FromHdf(source, dataset, cancellation),
            _ => null,
        });
    }

    private static string? FromTiff(ByteSource source)
    {
        TiffHeader header = TiffHeader.Read(source);
        return ProvenanceText.Find(TiffDirectory.Read(source, header, header.FirstDirectory).Text(TiffTags.ImageDescription));
    }

    private static string? FromHdf(ByteSource source, string? dataset, CancellationToken cancellation)
    {
        HdfSource file = HdfSource.Open(source);
        HdfDataset found = dataset is null ? HdfCatalog.Only(file, cancellation) : HdfCatalog.Find(file, dataset, cancellation);
        return found.TextAttribute(HdfProvenance.Attribute) is byte[] text ? System.Text.Encoding.UTF8.GetString(text) : null;
    }
}
