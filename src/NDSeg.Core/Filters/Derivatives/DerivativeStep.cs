using NDSeg.Filters.Families;

namespace NDSeg.Filters.Derivatives;

/// <summary>The derivative maps of the unblurred image and of blurs.</summary>
/// <param name="scales">Every scale, 0 for the unblurred image, with the places of its six maps, -1 where unwanted.</param>
/// <param name="kernel">Rows of derivatives.</param>
/// <param name="pixels">Copies.</param>
internal sealed unsafe class DerivativeStep((double Sigma, int[] Places)[] scales, DerivativeKernel kernel, PixelKernel pixels) : FilterStep
{
    /// <summary>Rows and columns a derivative of a derivative reaches.</summary>
    internal const int Reach = 2;

    private const int Unit = FilterTile.Unit;

    internal override void Run(FilterTile tile)
    {
        float* side = tile.Arena.Rent<float>(DerivativeRow.Targets * 3 * Unit);
        foreach ((double sigma, int[] places) in scales)
        {
            Derive(tile, sigma == 0 ? tile.Grey : tile.Blur(sigma), places, side);
        }
    }

    private void Derive(FilterTile tile, in TilePlane<float> blur, int[] places, float* side)
    {
        // Columns 0, 1, W-2 and W-1 of the image are computed one by one. The vectors they lie in go to a buffer first,
        // so that finished lines are written whole.
        int begin = tile.X < Reach ? Unit : 0;
        int end = tile.PaddedWidth;
        if (tile.X + tile.Width > tile.Image.Width - Reach)
        {
            end = Math.Max(begin, (tile.Image.Width - Reach - tile.X) / Unit * Unit);
        }

        float* zero = blur.Row(-tile.Y);
        DerivativeRow row = default;
        for (int y = 0; y < tile.Height; y++)
        {
            row.SetRow(zero, blur.Stride, tile.Y + y, tile.Image.Height);
            float** targets = &row.Gradient;
            for (int m = 0; m < DerivativeRow.Targets; m++)
            {
                targets[m] = tile.Target(places[m], y);
            }

            if (begin < end)
            {
                DerivativeRow middle = row;
                Shift(ref middle, begin);
                kernel.Row(middle, end - begin, tile.BypassCache);
            }

            if (begin > 0)
            {
                Side(tile, row, 0, begin, side);
            }

            if (end < tile.PaddedWidth)
            {
                Side(tile, row, end, tile.PaddedWidth, side);
            }
        }
    }

    /// <summary>Columns from..to of a row, with the image's outermost columns put right.</summary>
    private void Side(FilterTile tile, in DerivativeRow row, int from, int to, float* side)
    {
        DerivativeRow part = row;
        Shift(ref part, from);
        DerivativeRow aside = part;
        float** final = &part.Gradient;
        float** buffered = &aside.Gradient;
        for (int m = 0; m < DerivativeRow.Targets; m++)
        {
            if (final[m] != null)
            {
                buffered[m] = side + (m * 3 * Unit);
            }
        }

        kernel.Row(aside, to - from, stream: false);
        int origin = tile.X + from;
        int last = Math.Min(tile.X + to, tile.Image.Width) - 1;
        for (int x = origin; x <= last; x++)
        {
            if (x < Reach || x >= tile.Image.Width - Reach)
            {
                DerivativeKernel.BorderPixel(aside, x, tile.Image.Width, origin);
            }
        }

        for (int m = 0; m < DerivativeRow.Targets; m++)
        {
            if (final[m] != null)
            {
                pixels.Copy(buffered[m], final[m], to - from, tile.BypassCache);
            }
        }
    }

    private static void Shift(ref DerivativeRow row, int columns)
    {
        row.Centre += columns;
        row.Below += columns;
        row.Above += columns;
        row.LowerBelow += columns;
        row.LowerAbove += columns;
        row.UpperBelow += columns;
        row.UpperAbove += columns;
        fixed (float** targets = &row.Gradient)
        {
            for (int m = 0; m < DerivativeRow.Targets; m++)
            {
                if (targets[m] != null)
                {
                    targets[m] += columns;
                }
            }
        }
    }
}
