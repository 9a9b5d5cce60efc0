using NDSeg.Imaging;

namespace NDSeg.Evaluation;

/// <summary>A made-up slice of a wound battery with strokes, truth and chemical-like maps.</summary>
public sealed class Phantom
{
    private Phantom(SegImage image, SegLabels strokes, SegLabels truth, SegImage extras)
    {
        Image = image;
        Strokes = strokes;
        Truth = truth;
        Extras = extras;
    }

    /// <summary>The slice, H x W, 8-bit.</summary>
    public SegImage Image { get; }

    /// <summary>Sparse strokes of the six classes.</summary>
    public SegLabels Strokes { get; }

    /// <summary>The class of every pixel.</summary>
    public SegLabels Truth { get; }

    /// <summary>Six chemical-like maps, H x W x 6, float32.</summary>
    public SegImage Extras { get; }

    /// <summary>Makes a phantom; the same arguments give the same bytes everywhere.</summary>
    /// <param name="height">Rows, 32 or more.</param>
    /// <param name="width">Columns, 32 or more.</param>
    /// <param name="seed">Seed of noise, particles, cracks and strokes.</param>
    /// <exception cref="SegException">InvalidPhantomSize.</exception>
    public static Phantom Create(int height, int width, int seed = 0) => throw new NotImplementedException();
}
