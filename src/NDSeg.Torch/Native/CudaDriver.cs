using System.Runtime.InteropServices;
using System.Text;

namespace NDSeg.Torch.Native;

/// <summary>The few questions the CUDA driver answers without torch: which cards, how much memory.</summary>
internal static unsafe class CudaDriver
{
    private const int MajorCapability = 75;
    private const int MinorCapability = 76;

    private static readonly Lazy<nint> Library = new(Load);

    /// <summary>The file name of the driver's library on this system.</summary>
    // On Windows by full path: a bare name is also looked for in the current directory. Linux never does that.
    public static string LibraryName => OperatingSystem.IsWindows() ? Path.Combine(Environment.SystemDirectory, "nvcuda.dll") : "libcuda.so.1";

    /// <summary>Whether the driver's library loads.</summary>
    public static bool IsInstalled => Library.Value != 0;

    /// <summary>The CUDA version the driver supports, <c>12.8</c>, or null.</summary>
    public static string? Version
    {
        get
        {
            int version;
            return TryGet("cuDriverGetVersion", out nint f) && ((delegate* unmanaged<int*, int>)f)(&version) == 0
                ? FormattableString.Invariant($"{version / 1000}.{version % 1000 / 10}")
                : null;
        }
    }

    /// <summary>The cards the driver reports; empty without a driver or without a card.</summary>
    public static IReadOnlyList<TorchCard> Cards()
    {
        int count;
        if (!TryGet("cuInit", out nint init) || ((delegate* unmanaged<uint, int>)init)(0) != 0
            || !TryGet("cuDeviceGetCount", out nint f) || ((delegate* unmanaged<int*, int>)f)(&count) != 0)
        {
            return [];
        }

        return [.. Enumerable.Range(0, count).Select(Describe)];
    }

    /// <summary>
    /// Free and total bytes of a card, or null. Asks in the card's primary context, which torch uses too; memory that torch
    /// keeps for its next tensor counts as used.
    /// </summary>
    /// <param name="index">0-based ordinal.</param>
    public static (long Free, long Total)? Memory(int index)
    {
        int device;
        nint context;
        if (!TryGet("cuDeviceGet", out nint get) || ((delegate* unmanaged<int*, int, int>)get)(&device, index) != 0
            || !TryGet("cuDevicePrimaryCtxRetain", out nint retain) || ((delegate* unmanaged<nint*, int, int>)retain)(&context, device) != 0)
        {
            return null;
        }

        (long Free, long Total)? answer = null;
        nuint free;
        nuint total;
        nint previous;
        if (TryGet("cuCtxPushCurrent_v2", out nint push) && TryGet("cuCtxPopCurrent_v2", out nint pop) && ((delegate* unmanaged<nint, int>)push)(context) == 0)
        {
            if (TryGet("cuMemGetInfo_v2", out nint ask) && ((delegate* unmanaged<nuint*, nuint*, int>)ask)(&free, &total) == 0)
            {
                answer = ((long)free, (long)total);
            }

            _ = ((delegate* unmanaged<nint*, int>)pop)(&previous);
        }

        if (TryGet("cuDevicePrimaryCtxRelease_v2", out nint release))
        {
            _ = ((delegate* unmanaged<int, int>)release)(device);
        }

        return answer;
    }

    private static TorchCard Describe(int index)
    {
        int device = 0;
        nuint total = 0;
        byte* text = stackalloc byte[256];
        text[0] = 0;
        if (TryGet("cuDeviceGet", out nint get) && ((delegate* unmanaged<int*, int, int>)get)(&device, index) == 0)
        {
            if (TryGet("cuDeviceGetName", out nint name))
            {
                _ = ((delegate* unmanaged<byte*, int, int, int>)name)(text, 255, device);
            }

            if (TryGet("cuDeviceTotalMem_v2", out nint memory))
            {
                _ = ((delegate* unmanaged<nuint*, int, int>)memory)(&total, device);
            }
        }

        string label = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        return new TorchCard(index, label, (long)total, FreeMemory: null, $"{Attribute(device, MajorCapability)}.{Attribute(device, MinorCapability)}");
    }

    private static int Attribute(int device, int attribute)
    {
        int value = 0;
        if (TryGet("cuDeviceGetAttribute", out nint f))
        {
            _ = ((delegate* unmanaged<int*, int, int, int>)f)(&value, attribute, device);
        }

        return value;
    }

    private static bool TryGet(string name, out nint function)
    {
        function = 0;
        return Library.Value != 0 && NativeLibrary.TryGetExport(Library.Value, name, out function);
    }

    private static nint Load() => NativeLibrary.TryLoad(LibraryName, out nint handle) ? handle : 0;
}
