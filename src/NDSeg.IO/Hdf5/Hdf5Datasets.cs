using NDSeg.Hdf5;
using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Hdf5;

/// <summary>Which of the datasets of a file is meant, and what they are as images.</summary>
internal static class Hdf5Datasets
{
    private const int MostNamed = 5;

    /// <summary>The dataset of a name; without one the only dataset that can be an image.</summary>
    /// <exception cref="SegException">DatasetNotFound, AmbiguousDataset, both listing what there is; FileNotFound where a link leads into a missing file.</exception>
    public static Hdf5Dataset Choose(Hdf5File file, string path, string? name, CancellationToken cancellation)
    {
        if (name is not null)
        {
            return file.Find(name, cancellation)
                ?? throw new SegException("DatasetNotFound", SegErrorKind.NotFound, $"Expected a dataset '{name}' in '{path}', found {Describe(file.Datasets(cancellation))}.", "Name one of these with -Dataset.");
        }

        IReadOnlyList<Hdf5Dataset> all = file.Datasets(cancellation);
        Hdf5Dataset[] images = [.. all.Where(d => InfoOf(d).IsImage)];

        // What a master has itself, such as one dataset over the parts of a scan, goes before what its links lead to.
        Hdf5Dataset[] own = [.. images.Where(d => d.FileName is null)];
        images = own.Length == 1 ? own : images;
        if (own.Length == 0 && images.Length < 2 && file.MissingFiles.Count > 0)
        {
            throw Hdf5Errors.Missing(
                path,
                $"It links to {string.Join(", ", file.MissingFiles.Take(MostNamed).Select(f => $"'{f}'"))}{(file.MissingFiles.Count > MostNamed ? $" and {file.MissingFiles.Count - MostNamed} more" : string.Empty)}, which {(file.MissingFiles.Count == 1 ? "is" : "are")} not there.",
                images.Length == 0 ? null : $"Put them in their places, or read what there is with -Dataset {images[0].Name}.");
        }

        return images switch
        {
            [Hdf5Dataset only] => only,
            [] => throw new SegException("DatasetNotFound", SegErrorKind.NotFound, $"Expected a numeric dataset of two axes or more in '{path}', found {Describe(all)}.", "Check the file."),
            _ => throw new SegException("AmbiguousDataset", SegErrorKind.InvalidArgument, $"Expected one image dataset in '{path}', found {images.Length}: {string.Join(", ", images.Select(InfoOf))}.", "Name one with -Dataset."),
        };
    }

    public static DatasetInfo InfoOf(Hdf5Dataset dataset)
        => new(
            dataset.Name,
            dataset.Lengths,
            dataset.Type.Name,
            !dataset.IsNull && (PixelTypeOf(dataset.Type) is not null || IsLong(dataset.Type)) && dataset.Lengths.Count >= 2 && dataset.Lengths.All(length => length > 0));

    /// <summary>The sample type, or null when elements are no samples.</summary>
    public static PixelType? PixelTypeOf(Hdf5Type type) => (type.Kind, type.Size) switch
    {
        (Hdf5ElementKind.Boolean, 1) => PixelType.Bilevel,
        (Hdf5ElementKind.UnsignedInteger, 1) => PixelType.UInt8,
        (Hdf5ElementKind.UnsignedInteger, 2) => PixelType.UInt16,
        (Hdf5ElementKind.UnsignedInteger, 4) => PixelType.UInt32,
        (Hdf5ElementKind.SignedInteger, 1) => PixelType.Int8,
        (Hdf5ElementKind.SignedInteger, 2) => PixelType.Int16,
        (Hdf5ElementKind.SignedInteger, 4) => PixelType.Int32,
        (Hdf5ElementKind.Float, 2) => PixelType.Float16,
        (Hdf5ElementKind.Float, 4) => PixelType.Float32,
        (Hdf5ElementKind.Float, 8) => PixelType.Float64,
        _ => null,
    };

    /// <summary>Whether elements are 64-bit integers, which only label files may hold.</summary>
    public static bool IsLong(Hdf5Type type) => type is { Kind: Hdf5ElementKind.SignedInteger or Hdf5ElementKind.UnsignedInteger, Size: 8 };

    private static string Describe(IReadOnlyList<Hdf5Dataset> datasets)
    {
        const int most = 30;
        if (datasets.Count == 0)
        {
            return "no dataset";
        }

        string list = string.Join(", ", datasets.Take(most).Select(InfoOf));
        return datasets.Count > most ? $"{list} and {datasets.Count - most} more" : list;
    }
}
