using NDSeg.Cpu.Memory;
using Xunit;

namespace NDSeg.Core.Tests.Cpu.Memory;

/// <summary>How long the pool keeps what nobody uses, by a clock that is moved by hand.</summary>
public class MemoryPoolTests
{
    private const long Large = 32 << 20;
    private const long Small = 64 << 10;

    [Fact]
    public void A_large_block_goes_though_small_ones_come_and_go()
    {
        var time = new ManualTime();
        var pool = new MemoryPool(time);
        pool.Return(pool.Rent(Large), Large);
        for (int second = 0; second < MemoryPool.KeptSeconds - 1; second++)
        {
            Use(pool);
            time.Advance(1);
            Assert.True(pool.IdleBytes >= Large, $"after {second + 1} seconds");
        }

        Use(pool);
        time.Advance(2);
        Assert.Equal(Small, pool.IdleBytes);
        time.Advance(MemoryPool.KeptSeconds);
        Assert.Equal(0, pool.IdleBytes);
    }

    [Fact]
    public void What_is_returned_after_the_pool_was_emptied_goes_too()
    {
        var time = new ManualTime();
        var pool = new MemoryPool(time);
        for (int round = 0; round < 3; round++)
        {
            Use(pool);
            time.Advance(MemoryPool.KeptSeconds / 2);
            pool.Return(pool.Rent(Large), Large);
            time.Advance((MemoryPool.KeptSeconds / 2) + 1);
            Assert.Equal(Large, pool.IdleBytes);
            time.Advance(MemoryPool.KeptSeconds);
            Assert.Equal(0, pool.IdleBytes);
        }
    }

    private static void Use(MemoryPool pool) => pool.Return(pool.Rent(Small), Small);

    /// <summary>A clock of seconds with one timer.</summary>
    private sealed class ManualTime : TimeProvider, ITimer
    {
        private Action? callback;
        private TimeSpan now;
        private TimeSpan? due;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            this.callback = () => callback(state);
            Change(dueTime, period);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            due = dueTime == Timeout.InfiniteTimeSpan ? null : now + dueTime;
            return true;
        }

        public void Advance(int seconds)
        {
            TimeSpan end = now + TimeSpan.FromSeconds(seconds);
            while (due is { } next && next <= end)
            {
                (now, due) = (next, null);
                callback!();
            }

            now = end;
        }

        public void Dispose() => due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
