using System.Runtime.InteropServices;
using NDSeg.Filters;
using NDSeg.Filters.Kernels;

namespace NDSeg.Cpu.Tiles;

/// <summary>Blurs, their derivatives and differences.</summary>
internal sealed unsafe partial class ChannelFilter
{
    /// <summary>Rows and columns a derivative of a derivative reaches.</summary>
    private const int DerivativeReach = 2;

    private void Blurs()
    {
        int radius = program.BlurRadius;
        int reach = radius + DerivativeReach;
        int margin = Align(reach, 16);
        int pad = Align(radius + 8, 16) + 16;
        long stride = Align(paddedWidth + (2 * pad) + GaussianKernel.Block, 16);
        int greyRows = tile.Height + (2 * reach);
        float* grey = arena.Rent<float>(greyRows * stride) + pad;
        ReadGrey(grey, stride, tile.Y - reach, greyRows, pad);

        // Column 0 of row r of the image is at zero + r * stride.
        float* greyZero = grey - ((tile.Y - reach) * stride);
        if (program.Original >= 0)
        {
            for (int y = 0; y < tile.Height; y++)
            {
                kernels.Copy(greyZero + ((tile.Y + y) * stride), Row(program.Original, y), paddedWidth, stream);
            }
        }

        Derive(greyZero, stride, program.Derivatives, -1);

        int first = Math.Max(tile.Y - DerivativeReach, 0);
        int rows = Math.Min(tile.Y + tile.Height + DerivativeReach, image.Height) - first;
        int scales = program.Scales.Length;
        BlurJob* jobs = arena.Rent<BlurJob>(scales);
        float** blurZero = (float**)arena.Rent<nint>(scales);
        int jobCount = 0;
        for (int s = 0; s < scales; s++)
        {
            ScaleProgram scale = program.Scales[s];
            if (!scale.NeedsBlur)
            {
                continue;
            }

            if (scale.Radius == 0)
            {
                blurZero[s] = greyZero;
                continue;
            }

            // The horizontal pass writes every row over the one above it, which it no longer needs.
            float* upper = arena.Rent<float>((rows + 1) * stride) + pad;
            blurZero[s] = upper - (first * stride);
            jobs[jobCount++] = new BlurJob { Weights = Pinned(scale.Weights), Radius = scale.Radius, Target = upper + stride - margin };
        }

        if (jobCount > 0)
        {
            double* wide = arena.Rent<double>((long)(rows + (2 * radius)) * GaussianKernel.Block);
            kernels.BlurVertical(greyZero + ((first - radius) * stride) - margin, stride, jobs, jobCount, radius, stride, rows, paddedWidth + (2 * margin), wide);
            for (int j = 0; j < jobCount; j++)
            {
                float* below = jobs[j].Target + margin;
                kernels.BlurHorizontal(below, stride, below - stride, stride, rows, paddedWidth, jobs[j].Weights, jobs[j].Radius);
            }
        }

        for (int s = 0; s < scales; s++)
        {
            ScaleProgram scale = program.Scales[s];
            if (scale.NeedsBlur)
            {
                Derive(blurZero[s], stride, scale.Derivatives, scale.Gaussian);
            }
        }

        foreach ((int map, int small, int large) in program.Differences)
        {
            for (int y = 0; y < tile.Height; y++)
            {
                long at = (tile.Y + y) * stride;
                kernels.Subtract(blurZero[small] + at, blurZero[large] + at, Row(map, y), paddedWidth, stream);
            }
        }
    }

    /// <summary>The grey values of the tile and its surroundings, edge pixels replicated.</summary>
    private void ReadGrey(float* grey, long stride, int top, int rows, int pad)
    {
        float scale = SampleRows.ScaleOf(image);
        int left = Math.Max(tile.X - pad, 0);
        int right = Math.Min(tile.X + paddedWidth + pad, image.Width);
        int previous = -1;
        for (int r = 0; r < rows; r++)
        {
            float* row = grey + (r * stride);
            int y = Math.Clamp(top + r, 0, image.Height - 1);
            if (y == previous)
            {
                NativeMemory.Copy(row - stride - pad, row - pad, (nuint)(paddedWidth + (2 * pad)) * sizeof(float));
                continue;
            }

            previous = y;
            SampleRows.Read(kernels, image, program.Channel, y, left, right - left, scale, row + (left - tile.X));
            new Span<float>(row - pad, left - tile.X + pad).Fill(row[left - tile.X]);
            new Span<float>(row + (right - tile.X), tile.X + paddedWidth + pad - right).Fill(row[right - 1 - tile.X]);
        }
    }

    private void Derive(float* zero, long stride, DerivativeMaps maps, int blur)
    {
        if (!maps.Any)
        {
            for (int y = 0; blur >= 0 && y < tile.Height; y++)
            {
                kernels.Copy(zero + ((tile.Y + y) * stride), Row(blur, y), paddedWidth, stream);
            }

            return;
        }

        // Columns 0, 1, W-2 and W-1 of the image are computed one by one. The vectors they lie in go to a buffer first,
        // so that finished lines are written whole.
        int begin = tile.X < DerivativeReach ? Unit : 0;
        int end = paddedWidth;
        if (tile.X + tile.Width > image.Width - DerivativeReach)
        {
            end = Math.Max(begin, (image.Width - DerivativeReach - tile.X) / Unit * Unit);
        }

        float* side = arena.Rent<float>(7 * 3 * Unit);
        DerivativeRow row = default;
        for (int y = 0; y < tile.Height; y++)
        {
            row.SetRow(zero, stride, tile.Y + y, image.Height);
            SetTargets(ref row, maps, blur, y);
            if (begin < end)
            {
                DerivativeRow middle = row;
                Shift(ref middle, begin);
                kernels.Derivatives(middle, end - begin, stream);
            }

            if (begin > 0)
            {
                Side(row, 0, begin, side);
            }

            if (end < paddedWidth)
            {
                Side(row, end, paddedWidth, side);
            }
        }
    }

    private void SetTargets(ref DerivativeRow row, DerivativeMaps maps, int blur, int y)
    {
        row.Blur = Row(blur, y);
        row.Gradient = Row(maps.Gradient, y);
        row.Eig1 = Row(maps.Eig1, y);
        row.Eig2 = Row(maps.Eig2, y);
        row.Mod = Row(maps.Mod, y);
        row.Trace = Row(maps.Trace, y);
        row.Det = Row(maps.Det, y);
    }

    /// <summary>Columns from..to of a row, with the image's outermost columns put right.</summary>
    private void Side(in DerivativeRow row, int from, int to, float* side)
    {
        DerivativeRow part = row;
        Shift(ref part, from);
        DerivativeRow aside = part;
        float** final = &part.Blur;
        float** buffered = &aside.Blur;
        for (int m = 0; m < 7; m++)
        {
            if (final[m] != null)
            {
                buffered[m] = side + (m * 3 * Unit);
            }
        }

        kernels.Derivatives(aside, to - from, stream: false);
        int origin = tile.X + from;
        int last = Math.Min(tile.X + to, image.Width) - 1;
        for (int x = origin; x <= last; x++)
        {
            if (x < DerivativeReach || x >= image.Width - DerivativeReach)
            {
                DerivativeKernel.BorderPixel(aside, x, image.Width, origin);
            }
        }

        for (int m = 0; m < 7; m++)
        {
            if (final[m] != null)
            {
                kernels.Copy(buffered[m], final[m], to - from, stream);
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
        fixed (float** targets = &row.Blur)
        {
            for (int m = 0; m < 7; m++)
            {
                if (targets[m] != null)
                {
                    targets[m] += columns;
                }
            }
        }
    }
}
