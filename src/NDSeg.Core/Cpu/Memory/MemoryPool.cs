using System.Runtime.InteropServices;

namespace NDSeg.Cpu.Memory;

/// <summary>
/// Unmanaged blocks, kept for the next user: a fresh block of hundreds of megabytes costs more in page faults than the
/// filters that fill it. At most <see cref="KeptBlocks"/> large blocks and <see cref="KeptBytes"/> bytes of small ones are
/// kept, and none for longer than <see cref="KeptSeconds"/> seconds.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed unsafe partial class MemoryPool(TimeProvider time)
{
    /// <summary>Most idle large blocks.</summary>
    internal const int KeptBlocks = 2;

    /// <summary>Most bytes of idle small blocks: the working memory of a few threads.</summary>
    internal const long KeptBytes = 64 << 20;

    /// <summary>Longest idle time.</summary>
    internal const int KeptSeconds = 10;

    /// <summary>Blocks from this size on are large: asking for a new one frees the idle ones first.</summary>
    private const long LargeBlock = 16 << 20;

    private const long HugePage = 2 << 20;
    private const int AdviceHugePage = 14;

    private static readonly TimeSpan KeptTime = TimeSpan.FromSeconds(KeptSeconds);

    // Timers have a clock of their own and may come early.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();

    // The one that has been idle for longest stands first.
    private readonly List<Block> idle = [];
    private ITimer? timer;
    private bool isWaiting;

    /// <summary>The pool of the process.</summary>
    internal static MemoryPool Shared { get; } = new(TimeProvider.System);

    /// <summary>Bytes of idle blocks.</summary>
    internal long IdleBytes
    {
        get
        {
            lock (gate)
            {
                return idle.Sum(b => b.Size);
            }
        }
    }

    /// <summary>Takes a block of at least the given size, aligned to 64 bytes or better, content undefined.</summary>
    /// <exception cref="SegException">OutOfMemory.</exception>
    internal nint Rent(long bytes)
    {
        long size = SizeOf(bytes);
        List<Block> surplus;
        lock (gate)
        {
            int found = idle.FindLastIndex(b => b.Size == size);
            if (found >= 0)
            {
                nint kept = idle[found].Address;
                idle.RemoveAt(found);
                return kept;
            }

            // Two stacks' worth of memory must not be held for one stack in use.
            surplus = size >= LargeBlock ? Take(b => b.Size >= LargeBlock) : [];
        }

        Free(surplus);
        return Allocate(size);
    }

    /// <summary>Gives a block back.</summary>
    internal void Return(nint address, long bytes)
    {
        long size = SizeOf(bytes);
        var surplus = new List<Block>();
        lock (gate)
        {
            idle.Add(new Block(address, size, time.GetTimestamp()));
            bool large = size >= LargeBlock;
            while (large ? idle.Count(b => b.Size >= LargeBlock) > KeptBlocks : idle.Sum(b => b.Size >= LargeBlock ? 0 : b.Size) > KeptBytes)
            {
                int oldest = idle.FindIndex(b => b.Size >= LargeBlock == large);
                surplus.Add(idle[oldest]);
                idle.RemoveAt(oldest);
            }

            if (!isWaiting)
            {
                Wait();
            }
        }

        Free(surplus);
    }

    /// <summary>Frees the blocks that have been idle for long, and waits for the next one. Blocks that come and go meanwhile put nothing off.</summary>
    private void Trim()
    {
        List<Block> old;
        lock (gate)
        {
            isWaiting = false;
            old = Take(b => time.GetElapsedTime(b.Since) >= KeptTime);
            if (idle.Count > 0)
            {
                Wait();
            }
        }

        Free(old);
    }

    private void Wait()
    {
        timer ??= time.CreateTimer(static pool => ((MemoryPool)pool!).Trim(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        TimeSpan left = KeptTime - time.GetElapsedTime(idle[0].Since);
        timer.Change((left > TimeSpan.Zero ? left : TimeSpan.Zero) + Slack, Timeout.InfiniteTimeSpan);
        isWaiting = true;
    }

    private List<Block> Take(Predicate<Block> unwanted)
    {
        List<Block> taken = idle.FindAll(unwanted);
        idle.RemoveAll(unwanted);
        return taken;
    }

    private static void Free(List<Block> blocks)
    {
        foreach (Block block in blocks)
        {
            NativeMemory.AlignedFree((void*)block.Address);
        }
    }

    /// <summary>A new block, on huge pages where it is large enough for them.</summary>
    private static nint Allocate(long size)
    {
        try
        {
            nint address = (nint)NativeMemory.AlignedAlloc(checked((nuint)size), (nuint)(size >= HugePage ? HugePage : 4096));
            if (size >= HugePage && OperatingSystem.IsLinux())
            {
                // Only advice: the result does not matter.
                _ = Advise(address, (nuint)size, AdviceHugePage);
            }

            return address;
        }
        catch (OutOfMemoryException e)
        {
            throw new SegException(
                "OutOfMemory",
                SegErrorKind.InvalidState,
                $"Expected {size >> 20} MB of free memory for the feature maps, found less.", "Apply the model to the image directly, which builds no stack, or use fewer maps.",
                e);
        }
    }

    private static long SizeOf(long bytes)
    {
        long unit = bytes >= HugePage ? HugePage : 4096;
        return (bytes + unit - 1) / unit * unit;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    private readonly record struct Block(nint Address, long Size, long Since);
}
