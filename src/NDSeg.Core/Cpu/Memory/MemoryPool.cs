using System.Runtime.InteropServices;

namespace NDSeg.Cpu.Memory;

/// <summary>
/// Unmanaged blocks, kept for the next user: a fresh block of hundreds of megabytes costs more in page faults than the
/// filters that fill it. At most <see cref="KeptBlocks"/> large blocks and <see cref="KeptBytes"/> bytes of small ones are
/// kept, and none for longer than <see cref="KeptSeconds"/> seconds.
/// </summary>
internal static unsafe partial class MemoryPool
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
    private static readonly Lock Gate = new();
    private static readonly List<Block> Idle = [];
    private static Timer? timer;

    /// <summary>Takes a block of at least the given size, aligned to 64 bytes or better, content undefined.</summary>
    /// <exception cref="SegException">OutOfMemory.</exception>
    internal static nint Rent(long bytes)
    {
        long size = SizeOf(bytes);
        lock (Gate)
        {
            int found = Idle.FindLastIndex(b => b.Size == size);
            if (found >= 0)
            {
                nint kept = Idle[found].Address;
                Idle.RemoveAt(found);
                return kept;
            }
        }

        if (size >= LargeBlock)
        {
            // Two stacks' worth of memory must not be held for one stack in use.
            Free(b => b.Size >= LargeBlock);
        }

        return Allocate(size);
    }

    /// <summary>Gives a block back.</summary>
    internal static void Return(nint address, long bytes)
    {
        long size = SizeOf(bytes);
        var surplus = new List<Block>();
        lock (Gate)
        {
            Idle.Add(new Block(address, size, Environment.TickCount64));
            bool large = size >= LargeBlock;
            while (large ? Idle.Count(b => b.Size >= LargeBlock) > KeptBlocks : Idle.Sum(b => b.Size >= LargeBlock ? 0 : b.Size) > KeptBytes)
            {
                int oldest = Idle.FindIndex(b => b.Size >= LargeBlock == large);
                surplus.Add(Idle[oldest]);
                Idle.RemoveAt(oldest);
            }

            timer ??= new Timer(static _ => Trim(Environment.TickCount64 - (KeptSeconds * 1000L) + 100), null, Timeout.Infinite, Timeout.Infinite);
            timer.Change(KeptSeconds * 1000, Timeout.Infinite);
        }

        Free(surplus);
    }

    /// <summary>Frees the blocks that have been idle since a time or longer.</summary>
    private static void Trim(long limit) => Free(b => b.Since <= limit);

    private static void Free(Predicate<Block> unwanted)
    {
        List<Block> old;
        lock (Gate)
        {
            old = Idle.FindAll(unwanted);
            Idle.RemoveAll(unwanted);
            if (Idle.Count > 0 && timer is not null)
            {
                timer.Change(KeptSeconds * 1000, Timeout.Infinite);
            }
        }

        Free(old);
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
