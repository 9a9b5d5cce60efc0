using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>The part of a plane that a panel shows, as numbers, with the range that is mapped to colours.</summary>
internal sealed class SampleWindow
{
    private SampleWindow(int height, int width, float[] values, double? minimum, double? maximum)
    {
        Height = height;
        Width = width;
        Values = values;
        (float least, float most) = Range(values);
        Minimum = minimum ?? least;
        Maximum = maximum ?? most;
    }

    public int Height { get; }

    public int Width { get; }

    public float[] Values { get; }

    public double Minimum { get; }

    public double Maximum { get; }

    public static SampleWindow Of(SegImage image, int channel, FigureCrop crop, double? minimum, double? maximum)
    {
        if (channel < 0 || channel >= image.Channels)
        {
            throw FigureLayout.Invalid($"Expected a channel between 0 and {image.Channels - 1} of {image.Source}, found {channel}.");
        }

        // By the declared type: to the runtime, an array of signed numbers also is one of unsigned numbers.
        Array plane = image.Plane(channel);
        Func<long, float> sample = image.PixelType switch
        {
            PixelType.Bilevel or PixelType.UInt8 => At((byte[])plane, v => v),
            PixelType.UInt16 => At((ushort[])plane, v => v),
            PixelType.UInt32 => At((uint[])plane, v => v),
            PixelType.Int8 => At((sbyte[])plane, v => v),
            PixelType.Int16 => At((short[])plane, v => v),
            PixelType.Int32 => At((int[])plane, v => v),
            PixelType.Float16 => At((Half[])plane, v => (float)v),
            PixelType.Float32 => At((float[])plane, v => v),
            _ => At((double[])plane, v => (float)v),
        };
        return Cut(sample, image.Width, crop, minimum, maximum);
    }

    public static SampleWindow Of(HeatPanel panel, FigureCrop crop) => Cut(i => panel.Values[i], panel.Width, crop, panel.Minimum, panel.Maximum);

    /// <summary>The place of a value in the range, 0 to 1; NaN stays NaN. A flat picture is all 0, as plots show it.</summary>
    public double Place(int index)
    {
        double value = Values[index];
        return double.IsNaN(value) ? value : Maximum > Minimum ? Math.Clamp((value - Minimum) / (Maximum - Minimum), 0, 1) : 0;
    }

    private static Func<long, float> At<T>(T[] plane, Func<T, float> widen) => i => widen(plane[i]);

    private static SampleWindow Cut(Func<long, float> sample, int stride, FigureCrop crop, double? minimum, double? maximum)
    {
        int height = crop.EndRow - crop.FirstRow;
        int width = crop.EndColumn - crop.FirstColumn;
        var values = new float[checked(height * width)];
        for (int y = 0; y < height; y++)
        {
            long from = ((long)(crop.FirstRow + y) * stride) + crop.FirstColumn;
            for (int x = 0; x < width; x++)
            {
                values[(y * width) + x] = sample(from + x);
            }
        }

        return new SampleWindow(height, width, values, minimum, maximum);
    }

    private static (float Least, float Most) Range(float[] values)
    {
        float least = float.PositiveInfinity;
        float most = float.NegativeInfinity;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }
        }

        return least <= most ? (least, most) : (0, 0);
    }
}
