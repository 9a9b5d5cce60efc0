using System.Text;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.Jobs;
using NDSeg.Storage;

namespace NDSeg.PowerShell.Export;

/// <summary>Writes down how the volume of a job was made, in the volume or beside it.</summary>
/// <param name="job">The job.</param>
/// <param name="mode">Where.</param>
/// <param name="force">Whether an earlier account beside the volume is replaced.</param>
internal sealed class JobAccount(SegJob job, ProvenanceMode mode, bool force)
{
    private readonly bool overwrite = force || job.Overwrite;
    private (Provenance Provenance, LabelOrigin Origin)? found;

    private string Sidecar => job.OutFile + ".json";

    /// <summary>Refuses before the work what would fail after it.</summary>
    /// <exception cref="SegException">TargetExists.</exception>
    public void RequireFree()
    {
        if (mode.HasFlag(ProvenanceMode.Sidecar) && !overwrite && Path.Exists(Sidecar))
        {
            throw new SegException("TargetExists", SegErrorKind.AlreadyExists, $"Expected nothing at '{Sidecar}', found a file.", "Use -Force to replace it.");
        }
    }

    /// <summary>The account for the volume itself; null where it is not kept there.</summary>
    /// <param name="cancellation">Ends the reading early.</param>
    public string? Embedded(CancellationToken cancellation)
    {
        if (!mode.HasFlag(ProvenanceMode.Embedded))
        {
            return null;
        }

        (Provenance provenance, LabelOrigin origin) = Origin(cancellation);
        return provenance.Describe(origin, wholeVolume: true, cancellation);
    }

    /// <summary>Writes the account beside the finished volume, if it is kept there.</summary>
    /// <param name="missing">Places of the slices that were filled with 0.</param>
    /// <param name="cancellation">Ends the hashing early.</param>
    public void WriteSidecar(IReadOnlyList<int> missing, CancellationToken cancellation)
    {
        if (!mode.HasFlag(ProvenanceMode.Sidecar))
        {
            return;
        }

        (Provenance provenance, LabelOrigin origin) = Origin(cancellation);
        IReadOnlyList<int> numbers = provenance.Sources is null ? SliceNumbers.Of(origin.Source, missing) : missing;
        byte[] text = Encoding.UTF8.GetBytes(provenance.DescribeFile(job.OutFile, numbers, origin, cancellation));
        AtomicFile.Write(Sidecar, overwrite, stream => stream.Write(text));
    }

    // Every input is opened for it: once is enough for both places.
    private (Provenance Provenance, LabelOrigin Origin) Origin(CancellationToken cancellation) => found ??= Look(cancellation);

    private (Provenance Provenance, LabelOrigin Origin) Look(CancellationToken cancellation)
    {
        IReadOnlyList<ImageSource> sources = job.Sources(cancellation);
        var provenance = new Provenance
        {
            OutputDataset = FileFormats.OfTarget(job.OutFile)?.WritesDatasets == true ? job.OutDataset : null,
            Sources = sources.Count > 1 ? sources : null,
        };
        return (provenance, LabelOrigin.Of(job, sources[0], job.ExtraSources(cancellation)));
    }
}
