using System.Runtime.InteropServices;

namespace NDSeg.Cpu.Memory;

/// <summary>
/// Large unmanaged blocks, kept for the next user: a fresh block of hundreds of megabytes costs more in page faults than
/// the filters that fill it. At most <see cref="KeptBlocks"/> blocks are kept, and none for longer than
/// <see cref="KeptSeconds"/> seconds.
/// </summary>
internal static unsafe partial class MemoryPool
{
    /// <summary>Most idle blocks.</summary>
    internal const int KeptBlocks = 2;

    /// <summary>Longest idle time.</summary>
    internal const int KeptSeconds = 10;

    /// <summary>Asking for a new block of this size frees the idle ones first.</summary>
    private const long LargeBlock = 64 << 20;

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
            int found = Idle.FindIndex(b => b.Size == size);
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
            Trim(long.MaxValue);
        }

        return Allocate(size);
    }

    /// <summary>Gives a block back.</summary>
    internal static void Return(nint address, long bytes)
    {
        long size = SizeOf(bytes);
        nint surplus = 0;
        lock (Gate)
        {
            Idle.Add(new Block(address, size, Environment.TickCount64));
            if (Idle.Count > KeptBlocks)
            {
                surplus = Idle[0].Address;
                Idle.RemoveAt(0);
            }

            timer ??= new Timer(static _ => Trim(Environment.TickCount64 - (KeptSeconds * 1000L) + 100), null, Timeout.Infinite, Timeout.Infinite);
            timer.Change(KeptSeconds * 1000, Timeout.Infinite);
        }

        if (surplus != 0)
        {
            NativeMemory.AlignedFree((void*)surplus);
        }
    }

    /// <summary>Frees the blocks that have been idle since a time or longer.</summary>
    private static void Trim(long limit)
    {
        List<Block> old;
        lock (Gate)
        {
            old = Idle.FindAll(b => b.Since <= limit);
            Idle.RemoveAll(b => b.Since <= limit);
            if (Idle.Count > 0 && timer is not null)
            {
                timer.Change(KeptSeconds * 1000, Timeout.Infinite);
            }
        }

        foreach (Block block in old)
        {
            NativeMemory.AlignedFree((void*)block.Address);
        }
    }

    /// <summary>A new block that the caller frees with <see cref="NativeMemory.AlignedFree"/>; on huge pages where it is large enough for them.</summary>
    /// <exception cref="SegException">OutOfMemory.</exception>
    internal static nint Allocate(long size)
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
