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
    /// <param name="volume">The volume that the parts write.</param>
    /// <param name="slices">The slices of the part.</param>
    /// <exception cref="SegException">PartBusy; TargetNotWritable; PartialNotOurs.</exception>
    public static void Clear(JobFolder folder, int part, LabelVolumeParts volume, IEnumerable<int> slices)
    {
        if (!Directory.Exists(folder.Part(part)))
        {
            return;
        }

        using var claim = PartClaim.Take(() => volume.Open(folder.Part(part)), folder.Owner(part), part, PartOwner.Current(), () => Thread.Sleep(PartClaim.BeatTime), log: null);
        File.Delete(folder.Record(part));
        foreach (int slice in slices)
        {
            claim.Slices.Remove(slice);
        }
    }

    /// <summary>Removes what the parts of an earlier plan have left in their folders: opened for another plan, they are emptied.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="volume">The volume that the parts of the new plan write.</param>
    /// <param name="sliceCount">Number of slices of the volume.</param>
    /// <exception cref="SegException">PartBusy; TargetNotWritable; PartialNotOurs.</exception>
    public static void ClearAll(JobFolder folder, LabelVolumeParts volume, int sliceCount)
    {
        if (!Directory.Exists(folder.Parts))
        {
            return;
        }

        foreach (string found in Directory.EnumerateDirectories(folder.Parts).ToList())
        {
            if (int.TryParse(Path.GetFileName(found), out int part) && folder.Part(part) == found)
            {
                Clear(folder, part, volume, volume.Present(found, Enumerable.Range(0, sliceCount)));
            }
        }
    }
}
