using NDSeg.IO;
using NDSeg.Jobs.Parts;
using NDSeg.Jobs.Plans;

namespace NDSeg.Jobs;

/// <content>The volume that the parts become.</content>
public sealed partial class SegJob
{
    /// <summary>Whether the volume stands finished and no part has anything left to do: so it is with one that parts write into place.</summary>
    /// <exception cref="SegException">FileNotReadable.</exception>
    public bool IsSealed => JobSeal.TryRead(folder, plan, id) is not null;

    /// <summary>The slices of a finished volume that were filled with 0, by their places; none where it is not <see cref="IsSealed"/>.</summary>
    /// <exception cref="SegException">FileNotReadable.</exception>
    public IReadOnlyList<int> SealedMissing => JobSeal.TryRead(folder, plan, id)?.Missing ?? [];

    /// <summary>Joins the parts to the one volume.</summary>
    /// <param name="missing">The slices to fill with 0; every other one must be there, and nobody may be computing them.</param>
    /// <param name="overwrite">Whether an existing volume is replaced.</param>
    /// <param name="provenance">JSON kept in the volume; null for none.</param>
    /// <param name="options">Cancellation, which leaves no file, and log.</param>
    /// <exception cref="SegException">VolumeIncomplete, VolumeShapeMismatch, PartBusy, ModelChanged, TargetExists, TargetNotWritable.</exception>
    public void Join(IReadOnlyCollection<int> missing, bool overwrite, string? provenance, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(missing);
        ArgumentNullException.ThrowIfNull(options);
        HashSet<int> parts = [.. missing.Select(plan.PartOf)];
        using (JobHold.Take(folder, OutFile, parts.Contains, OwnerWatch.Of(dead, options)))
        {
            volume.Value.Join(slice => folder.Part(plan.PartOf(slice)), missing.ToHashSet(), overwrite, provenance, options.Cancellation);
        }

        if (LabelVolumeParts.WritesInPlace(OutFile) && JobSeal.StampOf(OutFile) is { } stamp)
        {
            new JobSeal { Plan = id, Volume = stamp, Missing = [.. missing.Order()] }.Write(folder);
        }
    }

    /// <summary>Refuses to begin a volume where one stands that may not be replaced: of a job planned with it, any but the one that stood there then.</summary>
    /// <param name="overwrite">Whether an existing volume is replaced.</param>
    /// <exception cref="SegException">TargetExists; FileNotReadable.</exception>
    public void RequireTarget(bool overwrite)
    {
        if (!overwrite && System.IO.Path.Exists(OutFile) && !(plan.Overwrite && JobSeal.StampOf(OutFile) == plan.Replaces))
        {
            throw new SegException("TargetExists", SegErrorKind.AlreadyExists, $"Expected nothing at '{OutFile}', found a volume.", "Use -Force to replace it.");
        }
    }

    // A part that keeps its slices to itself does not mind what stands there; Complete-SegJob does.
    private void RequirePlace()
    {
        if (LabelVolumeParts.WritesInPlace(OutFile))
        {
            RequireTarget(overwrite: false);
        }
    }
}
