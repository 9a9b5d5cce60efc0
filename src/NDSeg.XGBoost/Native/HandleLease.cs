using System.Runtime.InteropServices;

namespace NDSeg.XGBoost.Native;

/// <summary>Keeps a handle open across a call through a function pointer, which the runtime does not do by itself.</summary>
internal readonly ref struct HandleLease
{
    private readonly SafeHandle handle;

    public HandleLease(SafeHandle handle)
    {
        bool added = false;
        handle.DangerousAddRef(ref added);
        this.handle = handle;
        Value = handle.DangerousGetHandle();
    }

    public nint Value { get; }

    public void Dispose() => handle.DangerousRelease();
}
