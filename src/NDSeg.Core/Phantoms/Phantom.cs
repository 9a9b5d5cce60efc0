using NDSeg.Images;

namespace NDSeg.Phantoms;

/// <summary>
/// A made-up slice of a wound battery with strokes, truth and chemical-like maps. Grey values alone do not tell the phases
/// apart: the core has the mean of the anode but another texture, bright particles lie in the cathode, cracks and separators
/// blur into their neighbours, and the beam hardens towards the middle. Made with additions, multiplications, divisions and
/// square roots only, so that every platform gives the same bytes.
/// </summary>
public sealed class Phantom
{
    private const int MinimumSize = 32;
    private const double NoiseDeviation = 4;
    private const double ExtraNoise = 0.06;

    // Anatomy, blur (two), exposure, strokes (two), and for each of six maps content, two blurs (four) and noise.
    private const int PassCount = 1 + 2 + 1 + 2 + (6 * (1 + 4 + 1));

    private static readonly SegClass[] PhaseClasses =
    [
        new(1, 1, "Background", new RgbColor(0x40, 0x40, 0x40)),
        new(2, 2, "Casing", new RgbColor(0xd6, 0x27, 0x28)),
        new(3, 3, "Core", new RgbColor(0x94, 0x67, 0xbd)),
        new(4, 4, "Cathode", new RgbColor(0xff, 0x7f, 0x0e)),
        new(5, 5, "Anode", new RgbColor(0x1f, 0x77, 0xb4)),
        new(6, 6, "Separator", new RgbColor(0x2c, 0xa0, 0x2c)),
    ];

    // Content of each phase (rows: classes 1 to 6), in arbitrary units.
    private static readonly string[] Elements = ["nickel", "cobalt", "carbon", "copper", "iron", "fluorine"];

    private static readonly double[,] Content =
    {
        { 0.00, 0.00, 0.02, 0.00, 0.00, 0.01 },
        { 0.10, 0.00, 0.05, 0.02, 1.00, 0.00 },
        { 0.02, 0.00, 0.35, 0.05, 0.15, 0.10 },
        { 0.80, 0.45, 0.15, 0.00, 0.02, 0.15 },
        { 0.02, 0.00, 0.85, 0.30, 0.00, 0.10 },
        { 0.03, 0.02, 0.25, 0.02, 0.00, 0.65 },
    };

    private Phantom(SegImage image, SegLabels strokes, SegLabels truth, SegImage extras)
    {
        Image = image;
        Strokes = strokes;
        Truth = truth;
        Extras = extras;
    }

    /// <summary>The slice, H x W, 8-bit.</summary>
    public SegImage Image { get; }

    /// <summary>Sparse strokes of the six classes, about 1000 pixels (fewer in small phantoms).</summary>
    public SegLabels Strokes { get; }

    /// <summary>The class of every pixel.</summary>
    public SegLabels Truth { get; }

    /// <summary>Six chemical-like maps, H x W x 6, float32, blurred and noisy.</summary>
    public SegImage Extras { get; }

    /// <summary>Makes a phantom; the same arguments give the same bytes everywhere.</summary>
    /// <param name="height">Rows, 32 or more.</param>
    /// <param name="width">Columns, 32 or more.</param>
    /// <param name="seed">Seed of noise, particles, cracks and strokes.</param>
    /// <param name="options">Threads, cancellation and progress; null for the defaults.</param>
    /// <exception cref="SegException">InvalidPhantomSize.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Phantom Create(int height, int width, int seed = 0, RunOptions? options = null)
    {
        if (height < MinimumSize || width < MinimumSize || (long)height * width > Array.MaxLength)
        {
            throw new SegException("InvalidPhantomSize", SegErrorKind.InvalidArgument, $"Expected {MinimumSize} or more rows and columns, at most {Array.MaxLength} pixels, found {height} x {width}.");
        }

        var anatomy = new PhantomAnatomy(height, width, seed);
        var truth = new byte[height * width];
        var grey = new float[height * width];
        var pass = new PhantomPass(height, PassCount, options ?? RunOptions.Default);
        pass.Rows(y => anatomy.FillRow(y, truth.AsSpan(y * width, width), grey.AsSpan(y * width, width)));

        var blur = new PhantomBlur(height, width, anatomy.Pitch, pass);
        SegImage image = SegImage.FromBytes(height, width, Expose(anatomy, blur.Apply(grey), width, seed, pass));
        byte[] strokes = new PhantomPainter(truth, height, width, seed).Paint(PhaseClasses.Length, pass);
        return new Phantom(
            image,
            new SegLabels(height, width, strokes, PhaseClasses),
            new SegLabels(height, width, truth, PhaseClasses),
            MakeExtras(truth, blur, height, width, seed, pass));
    }

    private static byte[] Expose(PhantomAnatomy anatomy, float[] grey, int width, int seed, PhantomPass pass)
    {
        var bytes = new byte[grey.Length];
        pass.Rows(y =>
        {
            var random = new Xoshiro256(seed, y);
            for (int x = 0; x < width; x++)
            {
                double value = (grey[(y * width) + x] * anatomy.Shading(y, x)) + (NoiseDeviation * BellNoise.Next(random));
                bytes[(y * width) + x] = (byte)Math.Clamp((int)(value + 0.5), 0, 255);
            }
        });
        return bytes;
    }

    private static SegImage MakeExtras(byte[] truth, PhantomBlur blur, int height, int width, int seed, PhantomPass pass)
    {
        var planes = new float[Elements.Length][];
        pass.Each(planes.Length, element =>
        {
            var content = new float[truth.Length];
            pass.Rows(y =>
            {
                for (int i = y * width; i < (y + 1) * width; i++)
                {
                    content[i] = (float)Content[truth[i] - 1, element];
                }
            });
            float[] plane = blur.Apply(blur.Apply(content));
            var random = new Xoshiro256(seed, -1 - element);

            // One sequence of random numbers for the plane, so one row after the other.
            pass.RowsInOrder(y =>
            {
                for (int i = y * width; i < (y + 1) * width; i++)
                {
                    plane[i] += (float)(ExtraNoise * BellNoise.Next(random));
                }
            });

            planes[element] = plane;
        });
        return new SegImage(height, width, PixelType.Float32, planes, null, Elements);
    }
}
