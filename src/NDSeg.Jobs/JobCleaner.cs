using NDSeg.IO;
using NDSeg.Jobs.Parts;
using NDSeg.Jobs.Plans;

namespace NDSeg.Jobs;

/// <summary>Removes what parts have computed; a part at work is left alone, with an error.</summary>
internal static class JobCleaner
{
    /// <summary>Removes the slices and the record of a part.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="part">Number of the part.</param>
    /// <param name="target">The volume, for messages.</param>
    /// <exception cref="SegException">PartBusy; TargetNotWritable; PartialNotOurs.</exception>
    public static void Clear(JobFolder folder, int part, string target)
    {
        if (!Directory.Exists(folder.Part(part)))
        {
            return;
        }

        // Slices of a computation that nobody else names are not continued.
        using var claim = PartClaim.Take(
            () => new LabelVolumePart(folder.Part(part), target, Guid.NewGuid().ToString("N")),
            folder.Owner(part),
            part,
            PartOwner.Current(),
            () => Thread.Sleep(PartClaim.BeatTime),
            log: null);
        File.Delete(folder.Record(part));
    }

    /// <summary>Removes what the parts of an earlier plan have left.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="target">The volume, for messages.</param>
    /// <exception cref="SegException">PartBusy; TargetNotWritable; PartialNotOurs.</exception>
    public static void ClearOthers(JobFolder folder, string target)
    {
        if (!Directory.Exists(folder.Parts))
        {
            return;
        }

        foreach (string found in Directory.EnumerateDirectories(folder.Parts).ToList())
        {
            if (int.TryParse(Path.GetFileName(found), out int part) && folder.Part(part) == found)
            {
                Clear(folder, part, target);
            }
        }
    }
}
