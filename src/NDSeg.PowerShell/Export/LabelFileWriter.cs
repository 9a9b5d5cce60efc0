using System.Text;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO;
using NDSeg.Segmentation;
using NDSeg.Storage;

namespace NDSeg.PowerShell.Export;

/// <summary>Writes label files with the account of how they were made, in them or beside them.</summary>
/// <param name="mode">Where the account is kept.</param>
/// <param name="dataset">Name of the dataset in formats that have some.</param>
/// <param name="format">Format of the files, or null where their name does not say.</param>
/// <param name="overwrite">Whether existing files are replaced.</param>
/// <param name="sharded">Whether Zarr folders have one file per slice.</param>
internal sealed class LabelFileWriter(ProvenanceMode mode, string dataset, FileFormatInfo? format, bool overwrite, bool sharded)
{
    private readonly Provenance provenance = new() { OutputDataset = format?.WritesDatasets == true ? dataset : null };

    /// <summary>Writes one label map.</summary>
    public void Write(string target, SegLabels labels, SegSegmentation? segmentation, CancellationToken cancellation)
    {
        string? account = mode.HasFlag(ProvenanceMode.Embedded) ? provenance.Describe(LabelOrigin.Of(labels, segmentation), wholeVolume: false, cancellation) : null;
        LabelWriter.Write(target, labels, new LabelWriteOptions { Overwrite = overwrite, Provenance = account, Dataset = dataset, Sharded = sharded }, cancellation);
        WriteSidecar(target, missing: null, labels, segmentation, cancellation);
    }

    /// <summary>Opens a volume at its first slice.</summary>
    /// <param name="target">Full path.</param>
    /// <param name="labels">The first slice.</param>
    /// <param name="place">Its place in its series; null where results are stacked as they come.</param>
    /// <param name="segmentation">What Invoke-SegApply gave; null for labels that were not computed here.</param>
    /// <param name="resume">Whether an ended run is continued.</param>
    /// <param name="cancellation">Ends the hashing early.</param>
    public LabelVolumeExport Open(string target, SegLabels labels, SeriesPosition? place, SegSegmentation? segmentation, bool resume, CancellationToken cancellation)
        => new(target, labels, place, new LabelVolumeOptions
        {
            Overwrite = overwrite,
            Resume = resume && place is not null,
            Fingerprint = resume && place is not null ? Provenance.Fingerprint(labels, segmentation, cancellation) : null,
            SliceCount = place?.Count,
            Provenance = mode.HasFlag(ProvenanceMode.Embedded) && place is not null ? provenance.Describe(LabelOrigin.Of(labels, segmentation), wholeVolume: true, cancellation) : null,
            Dataset = dataset,
            Sharded = sharded,
            Classes = labels.Classes,
        });

    /// <summary>Closes a volume and writes the account beside it, if it is kept there.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="labels">The labels of any slice.</param>
    /// <param name="segmentation">What Invoke-SegApply gave; null for labels that were not computed here.</param>
    /// <param name="cancellation">Ends the joining early.</param>
    /// <returns>The slices that are missing.</returns>
    public IReadOnlyList<int> Finish(LabelVolumeExport volume, SegLabels labels, SegSegmentation? segmentation, CancellationToken cancellation)
    {
        Func<string?>? describe = null;
        if (volume.Sources is not null)
        {
            provenance.Sources = volume.Sources;
            provenance.Classes = volume.Classes;
            describe = mode.HasFlag(ProvenanceMode.Embedded) ? () => provenance.Describe(LabelOrigin.Of(labels, segmentation), wholeVolume: true, cancellation) : null;
        }

        IReadOnlyList<int> missing = volume.Finish(describe, cancellation);
        WriteSidecar(volume.Target, missing, labels, segmentation, cancellation);
        return missing;
    }

    /// <summary>Writes the account beside a finished file, if it is kept there.</summary>
    /// <param name="target">The label file.</param>
    /// <param name="missing">The slices that could not be labelled; null where the file is no volume.</param>
    /// <param name="labels">The labels; for a volume those of any slice.</param>
    /// <param name="segmentation">What Invoke-SegApply gave; null for labels that were not computed here.</param>
    /// <param name="cancellation">Ends the hashing early.</param>
    private void WriteSidecar(string target, IReadOnlyList<int>? missing, SegLabels labels, SegSegmentation? segmentation, CancellationToken cancellation)
    {
        if (mode.HasFlag(ProvenanceMode.Sidecar))
        {
            byte[] text = Encoding.UTF8.GetBytes(provenance.DescribeFile(target, missing, LabelOrigin.Of(labels, segmentation), cancellation));
            AtomicFile.Write(target + ".json", overwrite, stream => stream.Write(text));
        }
    }
}
