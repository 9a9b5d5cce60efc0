using System.Numerics;
using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>The part of a plane that a panel shows, as numbers, with the range that is mapped to colours.</summary>
internal sealed class SampleWindow
{
    private SampleWindow(FigureCrop crop, float[] values, double? minimum, double? maximum)
    {
        Height = crop.EndRow - crop.FirstRow;
        Width = crop.EndColumn - crop.FirstColumn;
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

        return new SampleWindow(crop, image.PixelType.Visit<Cut, float[]>(new Cut(image.Plane(channel), image.Width, crop)), minimum, maximum);
    }

    public static SampleWindow Of(HeatPanel panel, FigureCrop crop)
        => new(crop, new Cut(panel.Values, panel.Width, crop).Visit<float>(), panel.Minimum, panel.Maximum);

    /// <summary>The place of a value in the range, 0 to 1; NaN stays NaN. A flat picture is all 0, as plots show it.</summary>
    public double Place(int index)
    {
        double value = Values[index];
        return double.IsNaN(value) ? value : Maximum > Minimum ? Math.Clamp((value - Minimum) / (Maximum - Minimum), 0, 1) : 0;
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

    /// <summary>The samples of a rectangle, as float32.</summary>
    private readonly struct Cut(Array plane, int stride, FigureCrop crop) : IPixelVisitor<float[]>
    {
        public float[] Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var samples = (T[])plane;
            int height = crop.EndRow - crop.FirstRow;
            int width = crop.EndColumn - crop.FirstColumn;
            var values = new float[checked(height * width)];
            for (int y = 0; y < height; y++)
            {
                long from = ((long)(crop.FirstRow + y) * stride) + crop.FirstColumn;
                for (int x = 0; x < width; x++)
                {
                    values[(y * width) + x] = float.CreateTruncating(samples[from + x]);
                }
            }

            return values;
        }
    }
}
