namespace NDSeg.Jobs.Parts;

/// <summary>
/// Holds a part for one process. On one machine the system's lock on the part's folder decides, and ends with its process however
/// that ends. Machines may share a disk whose locks do not reach from one to the other; so the owner also leaves a file with a
/// count that goes up every few seconds. Where that file names another machine, its count is watched: only an
/// owner whose count stands still is dead, and the part is taken over.
/// </summary>
internal sealed class PartClaim : IDisposable
{
    /// <summary>Time between two counts.</summary>
    internal static readonly TimeSpan BeatTime = TimeSpan.FromSeconds(10);

    /// <summary>How many times as long the count must stand still. A network disk may show its files as they were a minute ago.</summary>
    internal const int Looks = 9;

    private readonly IDisposable hold;
    private readonly string ownerFile;
    private readonly Timer timer;
    private readonly Lock gate = new();
    private PartOwner owner;
    private bool released;

    private PartClaim(IDisposable hold, string ownerFile, PartOwner owner)
    {
        this.hold = hold;
        this.ownerFile = ownerFile;
        this.owner = owner;
        timer = new Timer(_ => Beat(), state: null, BeatTime, BeatTime);
    }

    /// <summary>Takes a part.</summary>
    /// <param name="take">Takes its folder, under the system's lock.</param>
    /// <param name="ownerFile">Full path of the owner's file.</param>
    /// <param name="part">Number of the part, for messages.</param>
    /// <param name="me">This process.</param>
    /// <param name="watch">Tells whether an owner on another machine is at work.</param>
    /// <exception cref="SegException">PartBusy; TargetNotWritable; PartialNotOurs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while an owner was watched; the part is as it was.</exception>
    public static PartClaim Take(Func<IDisposable> take, string ownerFile, int part, PartOwner me, OwnerWatch watch)
    {
        IDisposable hold = Hold(take, ownerFile, part);
        try
        {
            if (PartOwner.TryRead(ownerFile) is { } other && other.Boot != me.Boot)
            {
                watch.RequireDead(part, ownerFile, other);
            }

            File.Delete(ownerFile);
            using (var stream = new FileStream(ownerFile, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(me.ToBytes());
            }

            return new PartClaim(hold, ownerFile, me);
        }
        catch (Exception e)
        {
            hold.Dispose();
            throw e is IOException or UnauthorizedAccessException
                ? new SegException("TargetNotWritable", SegErrorKind.Access, $"Expected to be able to write '{ownerFile}': {e.Message}", "Check permissions and space of the job's folder.", cause: e)
                : e;
        }
    }

    /// <summary>Takes the folder of a part by the system's lock alone.</summary>
    /// <param name="take">Takes it.</param>
    /// <param name="ownerFile">Full path of the owner's file.</param>
    /// <param name="part">Number of the part, for messages.</param>
    /// <exception cref="SegException">PartBusy; TargetNotWritable; PartialNotOurs.</exception>
    public static IDisposable Hold(Func<IDisposable> take, string ownerFile, int part)
    {
        try
        {
            return take();
        }
        catch (SegException e) when (e.Id == "TargetBusy")
        {
            throw Busy(part, PartOwner.TryRead(ownerFile), e);
        }
    }

    /// <summary>Lets the part go; what is in it stays.</summary>
    public void Dispose()
    {
        timer.Dispose();
        lock (gate)
        {
            if (released)
            {
                return;
            }

            released = true;
            try
            {
                File.Delete(ownerFile);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next run finds the file, and the folder without a lock.
            }
        }

        hold.Dispose();
    }

    /// <summary>Counts up.</summary>
    internal void Beat()
    {
        lock (gate)
        {
            if (released)
            {
                return;
            }

            owner = owner with { Beat = owner.Beat + 1 };
            try
            {
                string next = ownerFile + ".next";
                File.WriteAllBytes(next, owner.ToBytes());
                File.Move(next, ownerFile, overwrite: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A disk that is away for a moment: the next count says the same.
            }
        }
    }

    /// <summary>The error for a part that another process computes.</summary>
    public static SegException Busy(int part, PartOwner? owner, Exception? cause)
        => new("PartBusy", SegErrorKind.InvalidState, $"Expected part {part} to be free, found it being computed by {owner?.ToString() ?? "another process"}.", "Wait for it to end; a part that died is free at once on its own machine, and after a minute and a half on another.", cause: cause);
}
