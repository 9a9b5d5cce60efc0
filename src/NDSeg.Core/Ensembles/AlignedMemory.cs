using System.Runtime.InteropServices;

namespace NDSeg.Ensembles;

/// <summary>A zeroed block of unmanaged memory, aligned to 64 bytes and freed with its owner.</summary>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    public AlignedMemory(long bytes)
        : base(0, ownsHandle: true)
    {
        nuint size = (nuint)Math.Max(64, bytes);
        void* block = NativeMemory.AlignedAlloc(size, 64);
        NativeMemory.Clear(block, size);
        SetHandle((nint)block);
    }

    public override bool IsInvalid => handle == 0;

    public byte* Pointer => (byte*)handle;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
