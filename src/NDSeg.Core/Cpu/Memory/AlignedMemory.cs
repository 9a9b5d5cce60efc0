using System.Runtime.InteropServices;

namespace NDSeg.Cpu.Memory;

/// <summary>
/// A zeroed block of unmanaged memory, aligned to 64 bytes. Given back with <see cref="Free"/>, or when nobody refers to it:
/// compiled ensembles are shared freely and have no owner who could dispose them.
/// </summary>
internal sealed unsafe class AlignedMemory
{
    private byte* pointer;

    public AlignedMemory(long bytes)
    {
        nuint size = (nuint)Math.Max(64, bytes);
        pointer = (byte*)NativeMemory.AlignedAlloc(size, 64);
        NativeMemory.Clear(pointer, size);
    }

    ~AlignedMemory() => NativeMemory.AlignedFree(pointer);

    public bool IsFree => pointer is null;

    public byte* Pointer => pointer;

    public void Free()
    {
        NativeMemory.AlignedFree(pointer);
        pointer = null;
    }
}
