using System.Runtime.InteropServices;
using System.Text.Json;

namespace NDSeg.XGBoost.Native;

/// <summary>
/// The entry points of one loaded library. Only those are used that mean the same from 1.7 to 3.x; they are declared in
/// the library's header c_api.h. Every function returns 0 for success and leaves its error text per thread.
/// </summary>
internal sealed unsafe class XGBoostApi
{
    /// <summary>The oldest library that has all entry points used here.</summary>
    public static readonly Version Oldest = new(1, 7);

    private readonly delegate* unmanaged[Cdecl]<byte*> lastError;

    private XGBoostApi(nint library, string path)
    {
        Library = library;
        Path = path;
        lastError = (delegate* unmanaged[Cdecl]<byte*>)Export("XGBGetLastError");
        var version = (delegate* unmanaged[Cdecl]<int*, int*, int*, void>)Export("XGBoostVersion");
        int major, minor, patch;
        version(&major, &minor, &patch);
        Version = new Version(major, minor, patch);
        if (Version < Oldest)
        {
            throw new EntryPointNotFoundException($"it is XGBoost {Version}, and {Oldest} or newer is needed");
        }

        RegisterLogCallback = (delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<byte*, void>, int>)Export("XGBRegisterLogCallback");
        SetGlobalConfig = (delegate* unmanaged[Cdecl]<byte*, int>)Export("XGBSetGlobalConfig");
        MatrixFromDense = (delegate* unmanaged[Cdecl]<byte*, byte*, nint*, int>)Export("XGDMatrixCreateFromDense");
        MatrixSetInfo = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int>)Export("XGDMatrixSetInfoFromInterface");
        MatrixFree = (delegate* unmanaged[Cdecl]<nint, int>)Export("XGDMatrixFree");
        BoosterCreate = (delegate* unmanaged[Cdecl]<nint*, ulong, nint*, int>)Export("XGBoosterCreate");
        BoosterFree = (delegate* unmanaged[Cdecl]<nint, int>)Export("XGBoosterFree");
        BoosterSetParam = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int>)Export("XGBoosterSetParam");
        BoosterUpdate = (delegate* unmanaged[Cdecl]<nint, int, nint, int>)Export("XGBoosterUpdateOneIter");
        BoosterSetFeatureInfo = (delegate* unmanaged[Cdecl]<nint, byte*, byte**, ulong, int>)Export("XGBoosterSetStrFeatureInfo");
        BoosterFeatureScore = (delegate* unmanaged[Cdecl]<nint, byte*, ulong*, byte***, ulong*, ulong**, float**, int>)Export("XGBoosterFeatureScore");
        BoosterSave = (delegate* unmanaged[Cdecl]<nint, byte*, ulong*, byte**, int>)Export("XGBoosterSaveModelToBuffer");
        HasCuda = ReadHasCuda();
    }

    /// <summary>The library's module handle; it stays loaded for the life of the process.</summary>
    public nint Library { get; }

    /// <summary>Where the library came from.</summary>
    public string Path { get; }

    /// <summary>The library's version.</summary>
    public Version Version { get; }

    /// <summary>Whether the library was built for CUDA.</summary>
    public bool HasCuda { get; }

    public delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<byte*, void>, int> RegisterLogCallback { get; }

    public delegate* unmanaged[Cdecl]<byte*, int> SetGlobalConfig { get; }

    public delegate* unmanaged[Cdecl]<byte*, byte*, nint*, int> MatrixFromDense { get; }

    public delegate* unmanaged[Cdecl]<nint, byte*, byte*, int> MatrixSetInfo { get; }

    public delegate* unmanaged[Cdecl]<nint, int> MatrixFree { get; }

    public delegate* unmanaged[Cdecl]<nint*, ulong, nint*, int> BoosterCreate { get; }

    public delegate* unmanaged[Cdecl]<nint, int> BoosterFree { get; }

    public delegate* unmanaged[Cdecl]<nint, byte*, byte*, int> BoosterSetParam { get; }

    public delegate* unmanaged[Cdecl]<nint, int, nint, int> BoosterUpdate { get; }

    public delegate* unmanaged[Cdecl]<nint, byte*, byte**, ulong, int> BoosterSetFeatureInfo { get; }

    public delegate* unmanaged[Cdecl]<nint, byte*, ulong*, byte***, ulong*, ulong**, float**, int> BoosterFeatureScore { get; }

    public delegate* unmanaged[Cdecl]<nint, byte*, ulong*, byte**, int> BoosterSave { get; }

    /// <summary>Resolves the entry points.</summary>
    /// <exception cref="EntryPointNotFoundException">The library is not XGBoost, or too old; the message says which.</exception>
    public static XGBoostApi Bind(nint library, string path) => new(library, path);

    /// <summary>Address of a function.</summary>
    /// <exception cref="EntryPointNotFoundException">The library does not have it.</exception>
    public nint Export(string name)
        => NativeLibrary.TryGetExport(Library, name, out nint address)
            ? address
            : throw new EntryPointNotFoundException($"it has no function {name}, so it is not XGBoost {Oldest} or newer");

    /// <summary>Turns a failed call into an error with the library's own text. Call it on the thread that made the call.</summary>
    /// <exception cref="SegException">XGBoostFailed.</exception>
    public void Check(int code, string action)
    {
        if (code == 0)
        {
            return;
        }

        string text = Marshal.PtrToStringUTF8((nint)lastError()) ?? string.Empty;

        // The library appends addresses of its own stack, which say nothing to a user.
        int trace = text.IndexOf("Stack trace", StringComparison.Ordinal);
        text = (trace < 0 ? text : text[..trace]).Trim();
        throw new SegException("XGBoostFailed", SegErrorKind.InvalidData, $"Expected XGBoost {Version} to {action}, and it refused: {text}");
    }

    private bool ReadHasCuda()
    {
        if (!NativeLibrary.TryGetExport(Library, "XGBuildInfo", out nint address))
        {
            return false;
        }

        byte* text;
        if (((delegate* unmanaged[Cdecl]<byte**, int>)address)(&text) != 0)
        {
            return false;
        }

        using JsonDocument info = JsonDocument.Parse(Marshal.PtrToStringUTF8((nint)text) ?? "{}");
        return info.RootElement.TryGetProperty("USE_CUDA", out JsonElement cuda) && cuda.ValueKind == JsonValueKind.True;
    }
}
