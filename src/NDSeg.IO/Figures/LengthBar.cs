using System.Globalization;
using NDSeg.Images;
using SkiaSharp;

namespace NDSeg.IO.Figures;

/// <summary>The bar in a picture that says how long a length is there: 1, 2 or 5 times a power of ten, about a fifth of the width.</summary>
internal sealed record LengthBar(float Pixels, string Text)
{
    private const double WantedShare = 0.2;

    /// <summary>The bar of a picture; null when the size of a pixel is not known.</summary>
    /// <param name="scale">The size of a pixel of the image.</param>
    /// <param name="columns">Columns of the image that are shown.</param>
    /// <param name="width">Pixels of the figure they are shown in.</param>
    public static LengthBar? Of(PhysicalScale? scale, int columns, int width)
    {
        if (scale is null)
        {
            return null;
        }

        double whole = scale.Width * columns;
        double power = Math.Pow(10, Math.Floor(Math.Log10(whole * WantedShare)));
        double length = power * ((double[])[5, 2, 1]).First(f => f * power <= whole * WantedShare * 1.0001);
        string text = string.Create(CultureInfo.InvariantCulture, $"{length:G4} {scale.Unit}");
        return double.IsFinite(length) && length > 0 ? new LengthBar((float)(length / whole * width), text) : null;
    }

    /// <summary>Draws the bar into the lower left corner of a picture.</summary>
    public void Draw(SKCanvas canvas, float left, float bottom, StrokeText text)
    {
        float pad = text.Size * 0.5f;
        float inner = Math.Max(Pixels, text.Measure(Text));
        var box = SKRect.Create(left + pad, bottom - pad - (text.Size * 2.2f), inner + (2 * pad), text.Size * 2.2f);
        using var plate = new SKPaint { Color = new SKColor(0, 0, 0, 0xB0), IsAntialias = true };
        using var bar = new SKPaint { Color = SKColors.White };
        canvas.DrawRoundRect(box, pad / 2, pad / 2, plate);
        canvas.DrawRect(box.MidX - (Pixels / 2), box.Bottom - (text.Size * 0.62f), Pixels, Math.Max(2, text.Size * 0.2f), bar);
        text.DrawCentred(canvas, Text, box.MidX, box.Top + (text.Size * 1.15f));
    }
}
