using NDSeg.Storage;
using Xunit;

namespace NDSeg.Core.Tests.Storage;

public sealed class LockFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ndseg-lock-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void One_holder_at_a_time_whatever_is_removed_and_made_meanwhile()
    {
        const int Workers = 8;
        const int Rounds = 200;
        string path = Path.Combine(folder, ".lock");
        int inside = 0;
        int most = 0;
        int count = 0;
        void Work()
        {
            for (int round = 0; round < Rounds;)
            {
                try
                {
                    using LockFile? held = LockFile.TryTake(path);
                    if (held is null)
                    {
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
                catch (IOException)
                {
                    Thread.Yield();
                }
            }
        }

        Thread[] threads = [.. Enumerable.Range(0, Workers).Select(_ => new Thread(Work))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Equal(0, most);
        Assert.Equal(Workers * Rounds, count);
        Assert.False(File.Exists(path));
    }
}
