using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NDSeg.XGBoost.Native;

/// <summary>
/// Routes the library's messages to a log for the length of one computation. The library keeps its callback and its
/// verbosity per thread, so computations on several threads each have their own log. Dispose on the same thread.
/// </summary>
internal readonly unsafe ref struct LogRelay
{
    [ThreadStatic]
    private static Action<string>? sink;

    private readonly Action<string>? outer;

    /// <summary>Begins; without a log the library is told to say nothing.</summary>
    /// <exception cref="SegException">XGBoostFailed.</exception>
    public LogRelay(XGBoostApi api, Action<string>? log)
    {
        fixed (byte* config = log is null ? """{"verbosity":0}"""u8 : """{"verbosity":1}"""u8)
        {
            api.Check(api.SetGlobalConfig(config), "set its verbosity");
        }

        api.Check(api.RegisterLogCallback(&Receive), "take a log callback");
        outer = sink;
        sink = log;
    }

    public void Dispose() => sink = outer;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Receive(byte* message)
    {
        try
        {
            sink?.Invoke((Marshal.PtrToStringUTF8((nint)message) ?? string.Empty).TrimEnd());
        }
        catch
        {
            // An exception must not cross the library's frames; a remark that the log refuses is lost.
        }
    }
}
