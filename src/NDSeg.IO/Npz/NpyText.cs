using System.Text;

namespace NDSeg.IO.Npz;

/// <summary>Texts as numpy stores them: UTF-32, filled up with zeros to the length of the longest.</summary>
internal static class NpyText
{
    private static readonly UTF32Encoding Utf32 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>Writes a list of texts.</summary>
    public static void Write(Stream stream, IReadOnlyList<string> texts)
    {
        byte[][] encoded = [.. texts.Select(t => Encoding.UTF32.GetBytes(t))];
        int longest = Math.Max(4, encoded.Max(e => e.Length));
        NpyArray.WriteHeader(stream, FormattableString.Invariant($"<U{longest / 4}"), texts.Count);
        foreach (byte[] text in encoded)
        {
            stream.Write(text);
            stream.Write(new byte[longest - text.Length]);
        }
    }

    /// <summary>Writes one text.</summary>
    public static void Write(Stream stream, string text)
    {
        byte[] encoded = Encoding.UTF32.GetBytes(text);
        NpyArray.WriteHeader(stream, FormattableString.Invariant($"<U{encoded.Length / 4}"));
        stream.Write(encoded);
    }

    /// <summary>Reads one text.</summary>
    /// <exception cref="ArgumentException">It is no UTF-32.</exception>
    public static string Read(NpzEntry entry)
    {
        var bytes = new byte[entry.ItemBytes];
        entry.Take(bytes);
        return Utf32.GetString(bytes).TrimEnd('\0');
    }
}
