using System.Buffers.Binary;
using NDSeg.Images;
using NDSeg.IO.Rois.Shapes;

namespace NDSeg.IO.Rois.ImageJ;

/// <summary>Decodes one region of interest as ImageJ saves it: big-endian, a header of 64 bytes, coordinates, a second header.</summary>
internal sealed class ImageJRoi
{
    private const int SubPixel = 128;

    private readonly byte[] data;
    private readonly string path;
    private readonly int header2;

    private ImageJRoi(byte[] data, string path)
    {
        this.data = data;
        this.path = path;
        if (data.Length < 64 || !data.AsSpan().StartsWith("Iout"u8))
        {
            throw RoiErrors.Invalid(path, "a region that starts with 'Iout' and has 64 bytes at least", $"{data.Length} bytes that start with {Convert.ToHexString(data.AsSpan(0, Math.Min(4, data.Length)))}");
        }

        int place = Int(60);
        header2 = place >= 64 && place <= data.Length - 32 ? place : 0;
    }

    private int Type => data[6];

    private int Subtype => Short(48);

    private bool HasSubPixels => (Short(50) & SubPixel) != 0 && Short(4) >= 222;

    /// <summary>Decodes a region under its own name; null for texts and pictures, which mark nothing.</summary>
    /// <exception cref="SegException">InvalidStrokes.</exception>
    public static RoiMark? Decode(byte[] data, string fileName, string path)
    {
        var roi = new ImageJRoi(data, path);
        if (roi.Subtype is 1 or 4 && roi.Type == 1)
        {
            return null;
        }

        string name = roi.Name() ?? Path.GetFileNameWithoutExtension(fileName);
        return new RoiMark(roi.Shapes(), name, roi.Color(), roi.Group() is int group and > 0 ? group : null, roi.Slice());
    }

    private IReadOnlyList<RoiShape> Shapes()
    {
        if (Type == 1 && Int(36) > 0)
        {
            return [new AreaShape(CompositePath.Rings(Floats(64, Int(36)), path))];
        }

        return Type switch
        {
            0 or 7 or 8 => [new AreaShape([Coordinates()])],
            1 => [Rectangle()],
            2 => [Oval()],
            3 => [new LineShape([Centre(Float(18), Float(22)), Centre(Float(26), Float(30))], PenWidth())],
            4 or 5 or 9 => [new LineShape([.. Coordinates().Select(p => Centre(p.X, p.Y))], PenWidth())],
            10 => [new PixelShape(Coordinates())],
            6 => [],
            _ => throw RoiErrors.Invalid(path, "a region type from 0 to 10", $"type {Type}"),
        };
    }

    // Lines run through the centres of the pixels their coordinates name; areas run along the pixels' upper left corners.
    private static RoiPoint Centre(double x, double y) => new(x + 0.5, y + 0.5);

    private (double Left, double Top, double Width, double Height) Box()
    {
        if (HasSubPixels && Short(4) >= 223)
        {
            return (Float(18), Float(22), Positive(Float(26)), Positive(Float(30)));
        }

        int top = (short)Short(8);
        int left = (short)Short(10);
        return (left, top, Positive((short)Short(14) - left), Positive((short)Short(12) - top));

        double Positive(double length) => length >= 0 ? length : throw RoiErrors.Invalid(path, "a box that is not turned inside out", $"a side of {length}");
    }

    private AreaShape Rectangle()
    {
        (double left, double top, double width, double height) = Box();
        return AreaShape.Rectangle(left, top, width, height);
    }

    private OvalShape Oval()
    {
        (double left, double top, double width, double height) = Box();
        return new OvalShape(left, top, width, height);
    }

    private List<RoiPoint> Coordinates()
    {
        // 16 bits hold the count up to 65535; beyond, they are 0 and the field after them has it.
        int count = Short(16) is int few and not 0 ? few : Int(18);
        int bytes = HasSubPixels ? 12 : 4;
        if (count < 1 || count > (data.Length - 64) / bytes)
        {
            throw RoiErrors.Invalid(path, $"coordinates that fit into {data.Length} bytes", $"{count} of them");
        }

        var points = new List<RoiPoint>(count);
        int left = (short)Short(10);
        int top = (short)Short(8);
        for (int i = 0; i < count; i++)
        {
            points.Add(HasSubPixels
                ? new RoiPoint(Float(64 + (4 * count) + (4 * i)), Float(64 + (8 * count) + (4 * i)))
                : new RoiPoint(left + Short(64 + (2 * i)), top + Short(64 + (2 * count) + (2 * i))));
        }

        return points;
    }

    private double PenWidth()
    {
        double exact = header2 > 0 && header2 + 40 <= data.Length ? Float(header2 + 36) : 0;
        double width = exact > 0 ? exact : Short(34);
        return Math.Clamp(width, 1, 10_000);
    }

    private RgbColor? Color()
    {
        uint argb = (uint)Int(40);
        argb = argb >> 24 == 0 ? (uint)Int(44) : argb;
        return argb >> 24 == 0 ? null : new RgbColor((byte)(argb >> 16), (byte)(argb >> 8), (byte)argb);
    }

    private int Group() => header2 > 0 ? data[header2 + 30] : 0;

    // Of a hyperstack the slice counts; of a plain stack the position.
    private int? Slice()
    {
        int z = header2 > 0 ? Int(header2 + 8) : 0;
        int position = z > 0 ? z : Int(56);
        return position > 0 ? position - 1 : null;
    }

    private string? Name()
    {
        if (header2 == 0)
        {
            return null;
        }

        int place = Int(header2 + 16);
        int length = Int(header2 + 20);
        if (place <= 0 || length <= 0 || length > 1024 || place > data.Length - (2L * length))
        {
            return null;
        }

        return string.Create(length, (data, place), (text, source) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = (char)BinaryPrimitives.ReadUInt16BigEndian(source.data.AsSpan(source.place + (2 * i)));
            }
        });
    }

    private float[] Floats(int place, int count)
    {
        if (count > (data.Length - place) / 4)
        {
            throw RoiErrors.Invalid(path, $"a path that fits into {data.Length} bytes", $"one of {count} numbers");
        }

        return [.. Enumerable.Range(0, count).Select(i => Float(place + (4 * i)))];
    }

    private int Short(int place) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(place));

    private int Int(int place) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(place));

    private float Float(int place)
    {
        float value = BinaryPrimitives.ReadSingleBigEndian(data.AsSpan(place));
        return float.IsFinite(value) ? value : throw RoiErrors.Invalid(path, "finite coordinates", $"{value} at byte {place}");
    }
}
