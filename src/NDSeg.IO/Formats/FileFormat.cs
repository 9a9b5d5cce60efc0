namespace NDSeg.IO.Formats;

/// <summary>
/// A file format: how it is told apart, read and written. A format is one folder with a class derived from this one, and
/// one entry in <see cref="FileFormats"/>; nothing else in the module names formats.
/// </summary>
internal abstract class FileFormat
{
    /// <summary>Name for people, such as <c>TIFF</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Endings by which files are picked from a folder, with dot, lower case. When a file is opened its content decides.</summary>
    public abstract IReadOnlyList<string> ReadExtensions { get; }

    /// <summary>Endings that ask for this format when a file is written, the usual one first; empty for formats that are only read.</summary>
    public virtual IReadOnlyList<string> WriteExtensions => [];

    /// <summary>Whether an input holds datasets with names, of which one is read.</summary>
    public virtual bool HasDatasets => false;

    /// <summary>Whether what is written has such a name.</summary>
    public virtual bool WritesDatasets => HasDatasets;

    /// <summary>Whether images may be stored in several resolutions, of which one is read.</summary>
    public virtual bool HasLevels => false;

    /// <summary>Writes single label maps; null where the format cannot.</summary>
    public virtual ILabelFormat? Labels => null;

    /// <summary>Writes planes, which are maps or channels; null where the format cannot.</summary>
    public virtual IPlaneFormat? Planes => null;

    /// <summary>Writes volumes of planes; null where the format cannot.</summary>
    public virtual IPlaneVolumeFormat? PlaneVolumes => null;

    /// <summary>Writes label volumes; null where the format cannot.</summary>
    public virtual ILabelVolumeFormat? Volumes => null;

    /// <summary>Writes label volumes slice by slice into place; null where the format cannot.</summary>
    public virtual IInPlaceFormat? InPlace => null;

    /// <summary>Whether a path asks for this format when something is written.</summary>
    public virtual bool IsTarget(string path) => WriteExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an input is of this format. Looks at <see cref="InputSource.Head"/> first and reads little more.</summary>
    /// <param name="input">A file; or a folder, which only formats that live in folders may accept.</param>
    public abstract bool Recognises(InputSource input);

    /// <summary>Opens an input whose slices are read on demand.</summary>
    /// <param name="input">The input; owned by the volume that is returned.</param>
    /// <param name="options">What to read.</param>
    /// <param name="allowLong">Whether 64-bit integers are accepted, for labels (see <see cref="ImageVolume.IsLong"/>).</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">Any of those of <see cref="ImageReader.Read"/>.</exception>
    public abstract ImageVolume Open(InputSource input, ImageReadOptions options, bool allowLong, CancellationToken cancellation);

    /// <summary>The datasets of an input; only called where <see cref="HasDatasets"/>.</summary>
    public virtual IReadOnlyList<DatasetInfo> ListDatasets(InputSource input, CancellationToken cancellation) => [];

    /// <summary>The resolutions of the image that is meant, the full one first; only called where <see cref="HasLevels"/>.</summary>
    /// <param name="input">The input.</param>
    /// <param name="dataset">Dataset; null chooses as <see cref="Open"/> does.</param>
    /// <param name="forLabels">Whether labels are looked for.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    public virtual IReadOnlyList<DatasetInfo> ListLevels(InputSource input, string? dataset, bool forLabels, CancellationToken cancellation) => [];

    /// <summary>The names and colours of classes kept inside a label file, or null.</summary>
    /// <param name="input">The input.</param>
    /// <param name="dataset">Dataset; null takes the only one.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    public virtual string? ReadClasses(InputSource input, string? dataset, CancellationToken cancellation) => null;

    /// <summary>The provenance kept inside an input, or null.</summary>
    /// <param name="input">The input.</param>
    /// <param name="dataset">Dataset; null takes the only one.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    public virtual string? ReadProvenance(InputSource input, string? dataset, CancellationToken cancellation) => null;
}
