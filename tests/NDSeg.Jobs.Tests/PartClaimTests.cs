using System.Collections.Concurrent;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.Jobs.Parts;
using Xunit;

namespace NDSeg.Jobs.Tests;

/// <summary>Who may work on a part: decided by the system's lock on one machine, by a count that goes up across machines.</summary>
public sealed class PartClaimTests : IDisposable
{
    private static readonly PartOwner Here = new("here", "boot-1", 10, SlurmJob: null, Beat: 0);
    private static readonly PartOwner There = new("there", "boot-2", 20, "7_3", Beat: 5);

    private readonly TemporaryFolder folder = new();
    private readonly string owner;
    private readonly LabelVolumeParts volume;
    private readonly ConcurrentDictionary<string, PartOwner> dead = new();

    public PartClaimTests()
    {
        Directory.CreateDirectory(folder.File("part"));
        owner = folder.File("part/owner.json");
        volume = new LabelVolumeParts(folder.File("labels.tif"), new LabelVolumeOptions { Fingerprint = "plan", SliceCount = 2, Classes = [new SegClass(1, 1, "a", new RgbColor(1, 2, 3))] });

        // Begun before, and so marked as a folder of the module.
        volume.Open(folder.File("part")).Dispose();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_free_part_is_taken_and_left_without_a_trace_of_the_owner()
    {
        using (Take(Here, Never))
        {
            Assert.Equal(Here, PartOwner.TryRead(owner));
        }

        Assert.False(File.Exists(owner));
    }

    [Fact]
    public void A_second_run_on_the_machine_is_told_who_is_at_work()
    {
        using PartClaim first = Take(Here with { SlurmJob = "42_1" }, Never);
        SegException failure = Assert.Throws<SegException>(() => Take(Here with { Process = 11 }, Never));
        Assert.Equal("PartBusy", failure.Id);
        Assert.Contains("process 10 on here, Slurm job 42_1", failure.Message, StringComparison.Ordinal);
        Assert.Equal(10, PartOwner.TryRead(owner)!.Process);
    }

    [Fact]
    public void What_a_dead_process_of_this_machine_left_is_taken_at_once()
    {
        File.WriteAllBytes(owner, Here.ToBytes());
        using PartClaim claim = Take(Here with { Process = 11 }, Never);
        Assert.Equal(11, PartOwner.TryRead(owner)!.Process);
    }

    [Fact]
    public void An_owner_on_another_machine_that_counts_up_is_alive()
    {
        File.WriteAllBytes(owner, There.ToBytes());
        int looks = 0;
        SegException failure = Assert.Throws<SegException>(() => Take(Here, () =>
        {
            if (++looks == 3)
            {
                File.WriteAllBytes(owner, (There with { Beat = 6 }).ToBytes());
            }
        }));
        Assert.Equal("PartBusy", failure.Id);
        Assert.Contains("there", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, looks);

        // The folder was let go: its owner can go on, and others can ask.
        using PartClaim again = Take(There with { Boot = "boot-2" }, Never);
    }

    [Fact]
    public void An_owner_on_another_machine_whose_count_stands_still_is_dead()
    {
        File.WriteAllBytes(owner, There.ToBytes());
        int looks = 0;
        using PartClaim claim = Take(Here, () => looks++);
        Assert.Equal(PartClaim.Looks, looks);
        Assert.Equal(Here, PartOwner.TryRead(owner));
    }

    [Fact]
    public void A_watch_that_is_cancelled_leaves_the_part_to_its_owner()
    {
        File.WriteAllBytes(owner, There.ToBytes());
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var watch = OwnerWatch.Of(dead, new RunOptions { Cancellation = stop.Token });
        Assert.Throws<OperationCanceledException>(() => PartClaim.Take(() => volume.Open(folder.File("part")), owner, 3, Here, watch));
        Assert.Equal(There, PartOwner.TryRead(owner));
        Assert.Throws<OperationCanceledException>(() => watch.Look([(3, owner)], Here));
        Assert.Empty(dead);

        // Nor does it keep the folder.
        volume.Open(folder.File("part")).Dispose();
    }

    [Fact]
    public void Owners_that_were_watched_together_are_not_watched_again()
    {
        string other = folder.File("other.json");
        File.WriteAllBytes(owner, There.ToBytes());
        File.WriteAllBytes(other, (There with { Process = 21 }).ToBytes());
        int looks = 0;
        new OwnerWatch(dead, () => File.WriteAllBytes(other, (There with { Beat = 5 + ++looks }).ToBytes()), log: null).Look([(3, owner), (4, other), (5, folder.File("none.json"))], Here);
        Assert.Equal(PartClaim.Looks, looks);
        Assert.Equal(owner, Assert.Single(dead).Key);
        Take(Here, Never).Dispose();

        // One that has counted up since is watched like any other.
        File.WriteAllBytes(owner, (There with { Beat = 6 }).ToBytes());
        looks = 0;
        Take(Here, () => looks++).Dispose();
        Assert.Equal(PartClaim.Looks, looks);
    }

    [Fact]
    public void An_owner_that_lets_go_meanwhile_leaves_the_part_free()
    {
        File.WriteAllBytes(owner, There.ToBytes());
        using PartClaim claim = Take(Here, () => File.Delete(owner));
        Assert.Equal(Here, PartOwner.TryRead(owner));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[")]
    public void A_torn_owner_file_holds_nothing(string text)
    {
        File.WriteAllText(owner, text);
        using PartClaim claim = Take(Here, Never);
        Assert.Equal(Here, PartOwner.TryRead(owner));
    }

    [Fact]
    public void The_count_goes_up_while_the_owner_lives_and_not_afterwards()
    {
        PartClaim claim = Take(Here, Never);
        claim.Beat();
        claim.Beat();
        Assert.Equal(2, PartOwner.TryRead(owner)!.Beat);
        claim.Dispose();
        claim.Beat();
        Assert.False(File.Exists(owner));
    }

    private static void Never() => Assert.Fail("Nobody has to be waited for.");

    private PartClaim Take(PartOwner me, Action wait) => PartClaim.Take(() => volume.Open(folder.File("part")), owner, 3, me, new OwnerWatch(dead, wait, log: null));
}
