using System.Collections.Concurrent;

namespace NDSeg.Jobs.Parts;

/// <summary>
/// Tells owners on other machines that are dead from those at work: the count of one at work goes up. What was found is kept, so that
/// parts that wait at the same time, or that were watched together before, do not wait one after the other.
/// </summary>
/// <param name="dead">Owners' files, and what stood in them while they were watched in vain.</param>
/// <param name="wait">Waits for <see cref="PartClaim.BeatTime"/>, and throws where the work is cancelled.</param>
/// <param name="log">Receives a line for every owner that is watched.</param>
internal sealed class OwnerWatch(ConcurrentDictionary<string, PartOwner> dead, Action wait, Action<string>? log)
{
    /// <summary>A watch in the clock's time.</summary>
    /// <param name="dead">What was found before; receives what is found now.</param>
    /// <param name="options">Cancellation and log.</param>
    public static OwnerWatch Of(ConcurrentDictionary<string, PartOwner> dead, RunOptions options) => new(
        dead,
        () =>
        {
            options.Cancellation.WaitHandle.WaitOne(PartClaim.BeatTime);

            // A wait that was cut short says nothing about an owner.
            options.Cancellation.ThrowIfCancellationRequested();
        },
        options.Log);

    /// <summary>Returns when an owner is dead or gone.</summary>
    /// <param name="part">Number of the part, for messages.</param>
    /// <param name="ownerFile">Full path of the owner's file.</param>
    /// <param name="other">The owner that stands in it.</param>
    /// <exception cref="SegException">PartBusy.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void RequireDead(int part, string ownerFile, PartOwner other)
    {
        if (IsDead(ownerFile, other))
        {
            return;
        }

        Tell(part, other);
        for (int look = 0; look < PartClaim.Looks && !IsDead(ownerFile, other); look++)
        {
            wait();
            PartOwner? now = PartOwner.TryRead(ownerFile);
            if (now is null)
            {
                return;
            }

            if (now != other)
            {
                throw PartClaim.Busy(part, now, cause: null);
            }
        }

        dead[ownerFile] = other;
    }

    /// <summary>Watches the owners of several parts at the same time. Nothing is held; who takes such a part looks whether its owner still stands still.</summary>
    /// <param name="parts">Numbers of the parts, and the files of their owners.</param>
    /// <param name="me">This process.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Look(IEnumerable<(int Part, string OwnerFile)> parts, PartOwner me)
    {
        var watched = new Dictionary<string, PartOwner>();
        foreach ((int part, string ownerFile) in parts)
        {
            if (PartOwner.TryRead(ownerFile) is { } owner && owner.Boot != me.Boot && !IsDead(ownerFile, owner))
            {
                watched.Add(ownerFile, owner);
                Tell(part, owner);
            }
        }

        for (int look = 0; look < PartClaim.Looks && watched.Count > 0; look++)
        {
            wait();
            foreach (string alive in watched.Where(w => PartOwner.TryRead(w.Key) != w.Value).Select(w => w.Key).ToList())
            {
                watched.Remove(alive);
            }
        }

        foreach ((string ownerFile, PartOwner owner) in watched)
        {
            dead[ownerFile] = owner;
        }
    }

    private bool IsDead(string ownerFile, PartOwner owner) => dead.TryGetValue(ownerFile, out PartOwner? known) && known == owner;

    private void Tell(int part, PartOwner owner) => log?.Invoke($"Part {part} was begun by {owner}: waiting to see whether it is still at work.");
}
