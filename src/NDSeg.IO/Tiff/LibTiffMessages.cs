using System.Globalization;
using BitMiracle.LibTiff.Classic;

namespace NDSeg.IO.Tiff;

/// <summary>
/// Keeps LibTiff off the console: its messages are collected per thread and end up in the error a user sees. The
/// library has one handler for the process, so it is installed once.
/// </summary>
internal sealed class LibTiffMessages : TiffErrorHandler
{
    [ThreadStatic]
    private static string? first;

    static LibTiffMessages() => BitMiracle.LibTiff.Classic.Tiff.SetErrorHandler(new LibTiffMessages());

    /// <summary>Forgets what earlier calls on this thread said.</summary>
    public static void Clear() => first = null;

    /// <summary>The first error since <see cref="Clear"/> on this thread.</summary>
    public static string Take()
    {
        string text = first ?? "The compressed data make no sense.";
        first = null;
        return text.EndsWith('.') ? text : text + ".";
    }

    public override void ErrorHandler(BitMiracle.LibTiff.Classic.Tiff tif, string method, string format, params object[] args)
        => first ??= Format(format, args);

    public override void ErrorHandlerExt(BitMiracle.LibTiff.Classic.Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }

    public override void WarningHandler(BitMiracle.LibTiff.Classic.Tiff tif, string method, string format, params object[] args)
    {
    }

    public override void WarningHandlerExt(BitMiracle.LibTiff.Classic.Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }

    private static string Format(string format, object[] args)
    {
        try
        {
            return string.Format(CultureInfo.InvariantCulture, format, args);
        }
        catch (FormatException)
        {
            return format;
        }
    }
}
