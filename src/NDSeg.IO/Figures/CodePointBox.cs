using System.Globalization;
using System.Text;
using SkiaSharp;

namespace NDSeg.IO.Figures;

/// <summary>Stands for a character that has no strokes: a box with the hexadecimal digits of its code point in two rows.</summary>
internal static class CodePointBox
{
    // In glyph units. Digits are drawn at less than half their size.
    private const float DigitScale = 0.36f;
    private const float Cell = 4.8f;
    private const float Margin = 1.9f;

    public static float WidthOf(Rune character) => (Digits(character).Length / 2 * Cell) + (2 * Margin);

    public static SKPath Draw(Rune character)
    {
        var box = new SKPath();
        box.AddRect(new SKRect(0, -StrokeGlyphs.CapHeight, WidthOf(character), 0));
        string digits = Digits(character);
        int columns = digits.Length / 2;
        for (int i = 0; i < digits.Length; i++)
        {
            using SKPath digit = SKPath.ParseSvgPathData(StrokeGlyphs.Find(new Rune(digits[i]))!.Strokes);
            float x = Margin + (i % columns * Cell) + 0.6f;
            float y = i < columns ? -(StrokeGlyphs.CapHeight / 2) - 0.7f : -1.3f;
            box.AddPath(digit, SKMatrix.CreateScaleTranslation(DigitScale, DigitScale, x, y));
        }

        return box;
    }

    /// <summary>Four digits, six for characters beyond the first plane.</summary>
    private static string Digits(Rune character) => character.Value.ToString(character.IsBmp ? "X4" : "X6", CultureInfo.InvariantCulture);
}
