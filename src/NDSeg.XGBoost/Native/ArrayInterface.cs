using System.Globalization;
using System.Text;

namespace NDSeg.XGBoost.Native;

/// <summary>
/// Describes C-ordered memory the way the library takes it: JSON of numpy's array interface, version 3
/// (https://numpy.org/doc/stable/reference/arrays.interface.html), so that no value is copied to be handed over.
/// </summary>
internal static unsafe class ArrayInterface
{
    public static byte[] Describe(float* data, long rows, long columns) => Describe(data, "<f4", $"{rows},{columns}");

    public static byte[] Describe(float* data, long length) => Describe(data, "<f4", $"{length}");

    public static byte[] Describe(int* data, long length) => Describe(data, "<i4", $"{length}");

    private static byte[] Describe(void* data, string type, FormattableString shape)
        => Terminated(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"data":[{{(nuint)data}},true],"shape":[{{FormattableString.Invariant(shape)}}],"typestr":"{{type}}","version":3}"""));

    /// <summary>Text as UTF-8 with the zero at the end that C expects.</summary>
    public static byte[] Terminated(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
