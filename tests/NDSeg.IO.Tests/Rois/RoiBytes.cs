using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace NDSeg.IO.Tests.Rois;

/// <summary>Writes regions as ImageJ lays them out: header, coordinates, second header, name.</summary>
internal static class RoiBytes
{
    public const int Polygon = 0;
    public const int Rectangle = 1;
    public const int Oval = 2;
    public const int Line = 3;
    public const int Polyline = 5;
    public const int Point = 10;

    /// <summary>A region whose box is all there is to it.</summary>
    public static byte[] Box(int type, int left, int top, int width, int height, string? name = null, uint color = 0, int position = 0, int group = 0)
        => Complete(Header(type, left, top, width, height), name, color, position, group);

    /// <summary>A region of whole coordinates, given in the image.</summary>
    public static byte[] Points(int type, (int X, int Y)[] points, int penWidth = 0, string? name = null, uint color = 0, int position = 0)
    {
        int left = points.Min(p => p.X);
        int top = points.Min(p => p.Y);
        var data = Header(type, left, top, points.Max(p => p.X) - left, points.Max(p => p.Y) - top);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(16), (ushort)points.Length);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(34), (ushort)penWidth);
        var coordinates = new byte[4 * points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(coordinates.AsSpan(2 * i), (short)(points[i].X - left));
            BinaryPrimitives.WriteInt16BigEndian(coordinates.AsSpan(2 * (points.Length + i)), (short)(points[i].Y - top));
        }

        return Complete([.. data, .. coordinates], name, color, position, 0);
    }

    /// <summary>A region of coordinates between pixels.</summary>
    public static byte[] SubPixel(int type, (float X, float Y)[] points)
    {
        byte[] data = Points(type, [.. points.Select(p => ((int)p.X, (int)p.Y))]);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(50), 128);
        var floats = new byte[8 * points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            BinaryPrimitives.WriteSingleBigEndian(floats.AsSpan(4 * i), points[i].X);
            BinaryPrimitives.WriteSingleBigEndian(floats.AsSpan(4 * (points.Length + i)), points[i].Y);
        }

        return Complete([.. data.AsSpan(0, 64 + (4 * points.Length)), .. floats], null, 0, 0, 0);
    }

    /// <summary>A composite region.</summary>
    public static byte[] Composite(params float[] path)
    {
        byte[] data = Header(Rectangle, 0, 0, 10, 10);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(36), path.Length);
        var numbers = new byte[4 * path.Length];
        for (int i = 0; i < path.Length; i++)
        {
            BinaryPrimitives.WriteSingleBigEndian(numbers.AsSpan(4 * i), path[i]);
        }

        return Complete([.. data, .. numbers], null, 0, 0, 0);
    }

    /// <summary>A straight line.</summary>
    public static byte[] Straight(float x1, float y1, float x2, float y2, int penWidth)
    {
        byte[] data = Header(Line, 0, 0, 0, 0);
        float[] ends = [x1, y1, x2, y2];
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteSingleBigEndian(data.AsSpan(18 + (4 * i)), ends[i]);
        }

        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(34), (ushort)penWidth);
        return Complete(data, null, 0, 0, 0);
    }

    /// <summary>An archive as the ROI Manager saves it.</summary>
    public static byte[] Archive(params (string Name, byte[] Data)[] regions)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] data) in regions)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(data);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Header(int type, int left, int top, int width, int height)
    {
        var data = new byte[64];
        Encoding.ASCII.GetBytes("Iout").CopyTo(data, 0);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(4), 227);
        data[6] = (byte)type;
        short[] box = [(short)top, (short)left, (short)(top + height), (short)(left + width)];
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(data.AsSpan(8 + (2 * i)), box[i]);
        }

        return data;
    }

    private static byte[] Complete(byte[] data, string? name, uint color, int position, int group)
    {
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(40), color);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(56), position);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(60), data.Length);
        var header2 = new byte[64];
        header2[30] = (byte)group;
        if (name is not null)
        {
            BinaryPrimitives.WriteInt32BigEndian(header2.AsSpan(16), data.Length + 64);
            BinaryPrimitives.WriteInt32BigEndian(header2.AsSpan(20), name.Length);
        }

        return [.. data, .. header2, .. Encoding.BigEndianUnicode.GetBytes(name ?? string.Empty)];
    }
}
