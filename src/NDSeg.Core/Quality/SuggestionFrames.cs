using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Draws the bounding boxes of suggestions as a label map, to be laid over an image.</summary>
public static class SuggestionFrames
{
    private static readonly SegClass[] Frame = [new SegClass(1, 1, "suggestion", new RgbColor(255, 40, 0))];

    /// <summary>Frames of one class; everything else is unlabelled.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="suggestions">Boxes to frame; parts outside the image are left out.</param>
    public static SegLabels Draw(int height, int width, IReadOnlyList<LabelSuggestion> suggestions)
    {
        ArgumentNullException.ThrowIfNull(suggestions);
        var indices = new byte[(long)height * width];
        int thickness = Math.Max(1, Math.Max(height, width) / 300);
        foreach (LabelSuggestion box in suggestions)
        {
            for (int y = box.Top - thickness; y < box.Top + box.Height + thickness; y++)
            {
                bool edge = y < box.Top || y >= box.Top + box.Height;
                for (int x = box.Left - thickness; x < box.Left + box.Width + thickness; x++)
                {
                    if ((edge || x < box.Left || x >= box.Left + box.Width) && (uint)y < (uint)height && (uint)x < (uint)width)
                    {
                        indices[((long)y * width) + x] = 1;
                    }
                }
            }
        }

        return new SegLabels(height, width, indices, Frame);
    }
}
