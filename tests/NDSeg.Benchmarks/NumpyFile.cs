using System.Globalization;
using System.Text;

namespace NDSeg.Benchmarks;

/// <summary>Byte arrays of H x W in numpy's format, the way images and labels travel to and from the peer.</summary>
internal static class NumpyFile
{
    public static void Write(string path, int height, int width, ReadOnlySpan<byte> samples)
    {
        string header = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({height}, {width}), }}");
        header = header.PadRight(64 - 10 - 1 + (64 * (header.Length / 64))) + "\n";
        using FileStream file = File.Create(path);
        file.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header));
        file.Write(samples);
    }

    public static byte[] Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        return file[(10 + BitConverter.ToUInt16(file, 8))..];
    }
}
