using System.Globalization;
using NDSeg.Paint.Classes;
using NDSeg.Paint.Strokes;

namespace NDSeg.Paint.Session;

/// <summary>What a painter should be told about the strokes.</summary>
internal static class Advice
{
    private const long FewPixels = 30;

    /// <summary>The warnings, most important first.</summary>
    public static IReadOnlyList<string> Of(StrokeBook book, ClassList classes, string? autosaveFailure)
    {
        var warnings = new List<string>();
        if (autosaveFailure is not null)
        {
            warnings.Add("Unsaved strokes cannot be kept: " + autosaveFailure);
        }

        foreach ((byte before, byte after, long pixels) in book.Covered)
        {
            if (classes.Find(before) is { } old && classes.Find(after) is { } now)
            {
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{now.Name} was painted over {pixels:N0} pixels of {old.Name}."));
            }
        }

        foreach (PaintClass one in classes.All)
        {
            long pixels = book.PixelsOf(one.Number);
            if (pixels is > 0 and < FewPixels)
            {
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{one.Name} has only {pixels} painted pixels."));
            }
        }

        return warnings;
    }
}
