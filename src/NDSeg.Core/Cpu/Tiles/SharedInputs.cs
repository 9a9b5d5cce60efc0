using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NDSeg.Cpu.Simd;
using NDSeg.Filters;
using NDSeg.Filters.Families;
using NDSeg.Filters.Gaussian;
using NDSeg.Images;

namespace NDSeg.Cpu.Tiles;

/// <summary>
/// Computes what the steps of a pass asked for, once per tile: grey values, all blurs in one vertical pass, the 8-bit image.
/// Every tile reads its own halo from the image, so a value never depends on how the image was cut.
/// </summary>
internal sealed unsafe class SharedInputs
{
    private readonly FilterInputs wanted;
    private readonly ByteMapping intensity;
    private readonly PixelKernel pixels;
    private readonly BlurKernel vertical;
    private readonly BlurKernel horizontal;

    // Weights in pinned memory, scales ascending.
    private readonly (double Sigma, double[] Weights)[] blurs;
    private readonly int blurRadius;

    /// <summary>Prepares the windows.</summary>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="settings">Scales.</param>
    /// <param name="intensity">Mapping to the 8-bit image.</param>
    /// <param name="width">Instruction set.</param>
    internal SharedInputs(FilterInputs wanted, FilterSettings settings, ByteMapping intensity, SimdWidth width)
    {
        this.wanted = wanted;
        this.intensity = intensity;
        pixels = PixelKernel.Create(width);
        vertical = BlurKernel.CreateVertical(width);
        horizontal = BlurKernel.CreateHorizontal(width);
        blurs = [.. wanted.Blurs.Select(s => (s, Pin(GaussianWindow.Weights(s, settings))))];
        blurRadius = blurs.Select(b => b.Weights.Length - 1).DefaultIfEmpty(0).Max();
    }

    /// <summary>Fills the planes of a tile.</summary>
    internal void Compute(FilterTile tile)
    {
        if (wanted.GreyHalo >= 0)
        {
            ReadGrey(tile);
            Blur(tile);
        }

        if (wanted.BytesHalo >= 0)
        {
            ReadBytes(tile);
        }
    }

    private static double[] Pin(double[] weights)
    {
        double[] pinned = GC.AllocateUninitializedArray<double>(weights.Length, pinned: true);
        weights.CopyTo(pinned, 0);
        return pinned;
    }

    private static double* Pointer(double[] pinned) => (double*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private void ReadGrey(FilterTile tile)
    {
        SegImage image = tile.Image;
        int halo = Math.Max(wanted.GreyHalo, blurRadius + wanted.BlurHalo);
        int pad = Math.Max(FilterTile.Align(blurRadius + 8, 16) + 16, FilterTile.Align(halo, 16));
        int width = tile.PaddedWidth;
        long stride = FilterTile.Align(width + (2 * pad) + BlurKernel.Block, 16);
        int rows = tile.Height + (2 * halo);
        float* grey = tile.Arena.Rent<float>(rows * stride) + pad;
        float scale = SampleReader.ScaleOf(image);
        int left = Math.Max(tile.X - pad, 0);
        int right = Math.Min(tile.X + width + pad, image.Width);
        int previous = -1;
        for (int r = 0; r < rows; r++)
        {
            float* row = grey + (r * stride);
            int y = Math.Clamp(tile.Y - halo + r, 0, image.Height - 1);
            if (y == previous)
            {
                NativeMemory.Copy(row - stride - pad, row - pad, (nuint)(width + (2 * pad)) * sizeof(float));
                continue;
            }

            previous = y;
            SampleReader.Read(pixels, image, tile.Channel, y, left, right - left, scale, row + (left - tile.X));
            new Span<float>(row - pad, left - tile.X + pad).Fill(row[left - tile.X]);
            new Span<float>(row + (right - tile.X), tile.X + width + pad - right).Fill(row[right - 1 - tile.X]);
        }

        tile.Grey = new TilePlane<float>(grey + (halo * stride), stride, halo, pad);
    }

    private void Blur(FilterTile tile)
    {
        if (blurs.Length == 0)
        {
            return;
        }

        TilePlane<float> grey = tile.Grey;
        int halo = wanted.BlurHalo;
        int margin = FilterTile.Align(blurRadius + halo, 16);
        int first = Math.Max(-halo, -tile.Y);
        int rows = Math.Min(tile.Height + halo, tile.Image.Height - tile.Y) - first;
        BlurJob* jobs = tile.Arena.Rent<BlurJob>(blurs.Length);
        int jobCount = 0;
        foreach ((double sigma, double[] weights) in blurs)
        {
            if (weights.Length == 1)
            {
                tile.AddBlur(sigma, grey);
                continue;
            }

            // The horizontal pass writes every row over the one above it, which it no longer needs.
            float* upper = tile.Arena.Rent<float>((rows + 1) * grey.Stride) + grey.Pad;
            tile.AddBlur(sigma, new TilePlane<float>(upper - (first * grey.Stride), grey.Stride, halo, grey.Pad));
            jobs[jobCount++] = new BlurJob { Weights = Pointer(weights), Radius = weights.Length - 1, Target = upper + grey.Stride - margin };
        }

        if (jobCount == 0)
        {
            return;
        }

        double* wide = tile.Arena.Rent<double>((long)(rows + (2 * blurRadius)) * BlurKernel.Block);
        vertical.Vertical(grey.Row(first - blurRadius) - margin, grey.Stride, jobs, jobCount, blurRadius, grey.Stride, rows, tile.PaddedWidth + (2 * margin), wide);
        for (int j = 0; j < jobCount; j++)
        {
            float* below = jobs[j].Target + margin;
            horizontal.Horizontal(below, grey.Stride, below - grey.Stride, grey.Stride, rows, tile.PaddedWidth, jobs[j].Weights, jobs[j].Radius);
        }
    }

    /// <summary>The image's pixels of the tile and its surroundings.</summary>
    private void ReadBytes(FilterTile tile)
    {
        int halo = wanted.BytesHalo;

        // A disc of radius R reaches R - 1 pixels; the sliding median looks one further.
        int pad = FilterTile.Align(halo + 1, 64);
        long stride = FilterTile.Align(tile.PaddedWidth, 64) + (2 * pad) + 64;
        byte* bytes = tile.Arena.Rent<byte>((tile.Height + (2 * halo)) * stride) + (halo * stride) + pad;
        (int left, int right) = tile.Columns(halo);
        for (int y = -halo; y < tile.Height + halo; y++)
        {
            byte* row = bytes + (y * stride);
            new Span<byte>(row - pad, (int)stride).Clear();
            if (tile.HasRow(y))
            {
                intensity.MapRow(tile.Image, tile.Channel, tile.Y + y, tile.X + left, new Span<byte>(row + left, right - left));
            }
        }

        tile.Bytes = new TilePlane<byte>(bytes, stride, halo, pad);
    }
}
