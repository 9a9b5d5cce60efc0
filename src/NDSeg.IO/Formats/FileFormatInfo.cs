namespace NDSeg.IO.Formats;

/// <summary>What the module can do with a file format.</summary>
/// <param name="Name">Name for people, such as <c>TIFF</c>.</param>
/// <param name="ReadExtensions">Endings by which files are picked from a folder.</param>
/// <param name="WriteExtensions">Endings that ask for this format when a file is written, the usual one first.</param>
/// <param name="HasDatasets">Whether an input holds datasets with names.</param>
/// <param name="WritesDatasets">Whether what is written has such a name.</param>
/// <param name="WritesLabels">Whether label maps can be written.</param>
/// <param name="WritesVolumes">Whether the slices of a volume can go into one file.</param>
/// <param name="WritesPlanes">Whether float planes can be written.</param>
public sealed record FileFormatInfo(
    string Name,
    IReadOnlyList<string> ReadExtensions,
    IReadOnlyList<string> WriteExtensions,
    bool HasDatasets,
    bool WritesDatasets,
    bool WritesLabels,
    bool WritesVolumes,
    bool WritesPlanes);
