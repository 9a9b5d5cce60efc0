using NDSeg.Storage;
using Xunit;

namespace NDSeg.Core.Tests.Storage;

public sealed class LockFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ndseg-lock-").FullName;

    private string Lock => Path.Combine(folder, ".lock");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void One_holder_at_a_time_whatever_is_removed_and_made_meanwhile()
    {
        const int Workers = 8;
        const int Rounds = 200;
        int inside = 0;
        int most = 0;
        int count = 0;
        void Work()
        {
            for (int round = 0; round < Rounds;)
            {
                using LockFile? held = LockFile.TryTake(Lock);
                if (held is null)
                {
                    Thread.Yield();
                    continue;
                }

                int now = Interlocked.Increment(ref inside);
                if (now > 1)
                {
                    Volatile.Write(ref most, now);
                }

                // Not atomic: whoever is not alone loses a count.
                int before = count;
                Thread.Yield();
                count = before + 1;
                round++;
                Interlocked.Decrement(ref inside);
            }
        }

        Thread[] threads = [.. Enumerable.Range(0, Workers).Select(_ => new Thread(Work))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Equal(0, most);
        Assert.Equal(Workers * Rounds, count);
        Assert.False(File.Exists(Lock));
    }

    [Fact]
    public void Those_who_share_keep_out_one_who_does_not()
    {
        using (LockFile first = LockFile.TryTake(Lock, shared: true)!)
        using (LockFile second = LockFile.TryTake(Lock, shared: true)!)
        {
            first.Dispose();
            Assert.Null(LockFile.TryTake(Lock));
            Assert.True(File.Exists(Lock));
        }

        using LockFile alone = LockFile.TryTake(Lock)!;
        Assert.Null(LockFile.TryTake(Lock));
        Assert.Null(LockFile.TryTake(Lock, shared: true));
    }

    [Fact]
    public void A_file_that_is_let_go_stays_and_is_not_removed_from_its_next_holder()
    {
        LockFile first = LockFile.TryTake(Lock)!;
        first.Release();
        using LockFile second = LockFile.TryTake(Lock)!;
        first.Dispose();
        Assert.True(File.Exists(Lock));
    }

    [Fact]
    public void What_the_system_refuses_is_no_other_holder()
        => Assert.Throws<DirectoryNotFoundException>(() => LockFile.TryTake(Path.Combine(folder, "absent", ".lock")));
}
