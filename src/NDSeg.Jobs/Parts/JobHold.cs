using System.Globalization;
using NDSeg.IO;
using NDSeg.Jobs.Plans;

namespace NDSeg.Jobs.Parts;

/// <summary>Parts of a job that were begun, all held by one process: nobody works on what is removed or joined meanwhile.</summary>
internal sealed class JobHold : IDisposable
{
    private readonly JobFolder folder;
    private readonly List<(int Part, HeldPart Slices, PartClaim Claim)> held = [];

    private JobHold(JobFolder folder)
    {
        this.folder = folder;
    }

    /// <summary>Takes parts; where one of them is at work none is.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="target">The volume, for messages.</param>
    /// <param name="wanted">Which parts, of those that were begun.</param>
    /// <param name="watch">Tells whether owners on other machines are at work.</param>
    /// <exception cref="SegException">PartBusy; TargetNotWritable; PartialNotOurs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while an owner was watched.</exception>
    public static JobHold Take(JobFolder folder, string target, Func<int, bool> wanted, OwnerWatch watch)
    {
        int[] parts = [.. Begun(folder).Where(wanted)];
        HeldPart open(int part) => LabelVolumeParts.Hold(target, folder.Part(part));

        // Those on this machine are known at once, before any owner on another one is watched.
        foreach (int part in parts)
        {
            PartClaim.Hold(() => open(part), folder.Owner(part), part).Dispose();
        }

        var me = PartOwner.Current();
        watch.Look(parts.Select(p => (p, folder.Owner(p))), me);
        var hold = new JobHold(folder);
        try
        {
            foreach (int part in parts)
            {
                HeldPart slices = null!;
                var claim = PartClaim.Take(() => slices = open(part), folder.Owner(part), part, me, watch);
                hold.held.Add((part, slices, claim));
            }

            return hold;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>Removes what the parts have computed into their folders.</summary>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    /// <exception cref="IOException">The system refuses.</exception>
    public void Clear()
    {
        foreach ((int part, HeldPart slices, _) in held)
        {
            File.Delete(folder.Record(part));
            slices.Clear();
        }
    }

    /// <summary>Lets the parts go.</summary>
    public void Dispose()
    {
        foreach ((_, _, PartClaim claim) in held)
        {
            claim.Dispose();
        }
    }

    private static List<int> Begun(JobFolder folder)
    {
        var parts = new List<int>();
        foreach (string found in Directory.Exists(folder.Parts) ? Directory.EnumerateDirectories(folder.Parts) : [])
        {
            if (int.TryParse(Path.GetFileName(found), NumberStyles.None, CultureInfo.InvariantCulture, out int part) && folder.Part(part) == found)
            {
                parts.Add(part);
            }
        }

        return parts;
    }
}
