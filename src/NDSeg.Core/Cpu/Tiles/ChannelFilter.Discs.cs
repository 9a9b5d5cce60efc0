using NDSeg.Filters;
using NDSeg.Filters.Kernels;

namespace NDSeg.Cpu.Tiles;

/// <summary>Rank filters and bilateral means over discs of the 8-bit image, clipped at the image border.</summary>
internal sealed unsafe partial class ChannelFilter
{
    private void Discs(ByteMapping intensity)
    {
        int radius = program.DiscRadius;

        // A disc of radius R reaches R - 1 pixels; the sliding median looks one further.
        int pad = Align(radius + 1, 64);
        long stride = Align(paddedWidth, 64) + (2 * pad) + 64;
        int rows = tile.Height + (2 * radius);
        byte* bytes = arena.Rent<byte>(rows * stride) + (radius * stride) + pad;
        ReadBytes(bytes, stride, radius, pad, intensity);
        foreach (ScaleProgram scale in program.Scales)
        {
            if (scale.Minimum >= 0)
            {
                Extremes(bytes, stride, radius, pad, scale.DiscRadius, scale.Minimum, maximum: false);
            }

            if (scale.Maximum >= 0)
            {
                Extremes(bytes, stride, radius, pad, scale.DiscRadius, scale.Maximum, maximum: true);
            }
        }

        if (program.Scales.Any(s => s.Mean >= 0))
        {
            Means(bytes, stride, radius, pad);
        }

        if (program.Scales.Any(s => s.Median >= 0) || program.Bilaterals.Count > 0)
        {
            ushort* wide = Widen(bytes, stride, radius, pad);
            foreach (ScaleProgram scale in program.Scales)
            {
                if (scale.Median >= 0)
                {
                    Medians(wide, stride, scale.DiscRadius, scale.Median);
                }
            }

            foreach ((int map, int reach, int span) in program.Bilaterals)
            {
                Bilaterals(wide, stride, reach, span, map);
            }
        }
    }

    /// <summary>Whether a row, counted from the tile's first, is in the image.</summary>
    private bool HasRow(int y) => tile.Y + y >= 0 && tile.Y + y < image.Height;

    /// <summary>The image's pixels of the tile and its surroundings; those outside the image stay undefined.</summary>
    private void ReadBytes(byte* bytes, long stride, int radius, int pad, ByteMapping intensity)
    {
        (int left, int right) = Columns(radius);
        for (int y = -radius; y < tile.Height + radius; y++)
        {
            byte* row = bytes + (y * stride);
            new Span<byte>(row - pad, (int)stride).Clear();
            if (HasRow(y))
            {
                intensity.MapRow(image, program.Channel, tile.Y + y, tile.X + left, new Span<byte>(row + left, right - left));
            }
        }
    }

    /// <summary>The columns of the surroundings that are in the image, counted from the tile's first.</summary>
    private (int Left, int Right) Columns(int radius)
        => (Math.Max(-radius, -tile.X), Math.Min(tile.Width + radius, image.Width - tile.X));

    private void Extremes(byte* bytes, long stride, int radius, int pad, int disc, int map, bool maximum)
    {
        int[] chords = DiscFootprint.HalfChords(disc);
        int levels = int.Log2((2 * chords[0]) + 1) + 1;
        long size = (tile.Height + (2 * radius)) * stride;
        byte* block = arena.Rent<byte>((levels * size) + 64);
        byte* runs = block + (radius * stride) + pad;

        // Outside the image stands what never wins.
        (int left, int right) = Columns(radius);
        new Span<byte>(block, checked((int)size)).Fill((byte)(maximum ? 0 : 255));
        for (int y = -radius; y < tile.Height + radius; y++)
        {
            if (HasRow(y))
            {
                new ReadOnlySpan<byte>(bytes + (y * stride) + left, right - left).CopyTo(new Span<byte>(runs + (y * stride) + left, right - left));
            }
        }

        int rows = tile.Height + (2 * radius) - 1;
        for (int level = 1; level < levels; level++)
        {
            byte* shorter = block + ((level - 1) * size);
            kernels.Combine(shorter, shorter + (1 << (level - 1)), shorter + size, stride, rows, (int)stride - 64, maximum);
        }

        long* offsets = arena.Rent<long>(4 * disc);
        int count = 0;
        for (int dy = 1 - disc; dy < disc; dy++)
        {
            int half = chords[Math.Abs(dy)];
            int level = int.Log2((2 * half) + 1);
            offsets[count++] = (level * size) + (dy * stride) - half;
            offsets[count++] = (level * size) + (dy * stride) + half + 1 - (1 << level);
        }

        byte* row = arena.Rent<byte>(Align(paddedWidth, 64) + 64);
        for (int y = 0; y < tile.Height; y++)
        {
            kernels.Fold(runs + (y * stride), offsets, count, row, paddedWidth, maximum);
            kernels.Scale(row, Row(map, y), paddedWidth, 1f, stream);
        }
    }

    private void Means(byte* bytes, long stride, int radius, int pad)
    {
        // prefix[x] is the sum of the row's pixels left of x; pixels outside the image are 0.
        int rows = tile.Height + (2 * radius);
        int* prefix = arena.Rent<int>(rows * stride) + (radius * stride) + pad;
        for (int y = -radius; y < tile.Height + radius; y++)
        {
            byte* from = bytes + (y * stride);
            int* to = prefix + (y * stride);
            int sum = 0;
            for (int x = -pad; x < stride - pad; x++)
            {
                to[x] = sum;
                sum += from[x];
            }
        }

        int* sums = arena.Rent<int>(paddedWidth + Unit);
        float* pixels = arena.Rent<float>(paddedWidth + Unit);
        foreach (ScaleProgram scale in program.Scales)
        {
            if (scale.Mean < 0)
            {
                continue;
            }

            int disc = scale.DiscRadius;
            int[] chords = DiscFootprint.HalfChords(disc);
            long* ends = arena.Rent<long>(2 * disc);
            long* starts = arena.Rent<long>(2 * disc);
            int count = 0;
            for (int dy = 1 - disc; dy < disc; dy++)
            {
                ends[count] = (dy * stride) + chords[Math.Abs(dy)] + 1;
                starts[count++] = (dy * stride) - chords[Math.Abs(dy)];
            }

            (int Top, int Bottom) counted = (-1, -1);
            for (int y = 0; y < tile.Height; y++)
            {
                kernels.ChordSums(prefix + (y * stride), ends, starts, count, sums, paddedWidth);
                (int, int) rowsInside = (Math.Min(tile.Y + y, disc - 1), Math.Min(image.Height - 1 - tile.Y - y, disc - 1));
                if (counted != rowsInside)
                {
                    counted = rowsInside;
                    CountPixels(pixels, chords, counted.Top, counted.Bottom);
                }

                float* target = Row(scale.Mean, y);
                if (disc < 140)
                {
                    kernels.Quotient(sums, pixels, target, paddedWidth, stream);
                }
                else
                {
                    // Sums from 2^24 on do not fit float32.
                    for (int x = 0; x < tile.Width; x++)
                    {
                        target[x] = sums[x] / (int)pixels[x];
                    }
                }
            }
        }
    }

    /// <summary>How many pixels of the disc around each column are in the image.</summary>
    private void CountPixels(float* pixels, int[] chords, int above, int below)
    {
        int whole = 0;
        for (int dy = -above; dy <= below; dy++)
        {
            whole += (2 * chords[Math.Abs(dy)]) + 1;
        }

        for (int x = 0; x < paddedWidth; x++)
        {
            int left = tile.X + x;
            int right = image.Width - 1 - left;
            int inside = whole;
            if (left < chords[0] || right < chords[0])
            {
                inside = 0;
                for (int dy = -above; dy <= below; dy++)
                {
                    int half = chords[Math.Abs(dy)];
                    inside += Math.Min(half, left) + Math.Min(half, right) + 1;
                }
            }

            pixels[x] = Math.Max(inside, 1);
        }
    }

    private ushort* Widen(byte* bytes, long stride, int radius, int pad)
    {
        int rows = tile.Height + (2 * radius);
        ushort* block = arena.Rent<ushort>(rows * stride);
        ushort* wide = block + (radius * stride) + pad;
        new Span<ushort>(block, checked((int)(rows * stride))).Fill(SlidingMedian.Outside);
        (int left, int right) = Columns(radius);
        for (int y = -radius; y < tile.Height + radius; y++)
        {
            for (int x = left; HasRow(y) && x < right; x++)
            {
                wide[(y * stride) + x] = bytes[(y * stride) + x];
            }
        }

        return wide;
    }

    private void Medians(ushort* wide, long stride, int disc, int map)
    {
        int[] chords = DiscFootprint.HalfChords(disc);
        int* histogram = arena.Rent<int>(SlidingMedian.Bins);
        byte* row = arena.Rent<byte>(Align(paddedWidth, 64) + 64);
        new Span<byte>(row, paddedWidth).Clear();
        fixed (int* halves = chords)
        {
            for (int y = 0; y < tile.Height; y++)
            {
                SlidingMedian.Row(wide + (y * stride), stride, halves, disc, row, tile.Width, histogram);
                kernels.Scale(row, Row(map, y), paddedWidth, 1f, stream);
            }
        }
    }

    private void Bilaterals(ushort* wide, long stride, int disc, int span, int map)
    {
        int[] chords = DiscFootprint.HalfChords(disc);
        long* offsets = arena.Rent<long>(4L * disc * disc);
        int count = 0;
        for (int dy = 1 - disc; dy < disc; dy++)
        {
            int half = chords[Math.Abs(dy)];
            for (int dx = -half; dx <= half; dx++)
            {
                offsets[count++] = (dy * stride) + dx;
            }
        }

        ushort* counts = arena.Rent<ushort>(paddedWidth + 64);
        ushort* shifts = arena.Rent<ushort>(paddedWidth + 64);
        for (int y = 0; y < tile.Height; y++)
        {
            kernels.Bilateral(wide + (y * stride), offsets, count, span, counts, shifts, Row(map, y), paddedWidth, stream);
        }
    }
}
