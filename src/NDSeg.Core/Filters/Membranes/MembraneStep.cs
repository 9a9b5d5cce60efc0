using System.Runtime.Intrinsics;
using NDSeg.Filters.Families;
using NDSeg.Images;

namespace NDSeg.Filters.Membranes;

/// <summary>Membrane projections.</summary>
/// <param name="sums">How the projections are put together.</param>
/// <param name="places">Places of mean, max, min, sum, std and median; -1 where unwanted.</param>
/// <param name="kernel">Run sums and rows of maps.</param>
/// <param name="pixels">Reads samples.</param>
internal sealed unsafe class MembraneStep(RunSums sums, int[] places, ProjectionKernel kernel, PixelKernel pixels) : FilterStep
{
    /// <summary>Bytes of working memory of the membrane kernels.</summary>
    private const int WorkBytes = 1 << 16;

    private const int Unit = FilterTile.Unit;

    internal override void Run(FilterTile tile)
    {
        if (tile.Image.PixelType is PixelType.UInt8 or PixelType.Bilevel && sums.Ones <= ProjectionKernel.MostOnesFor16Bit)
        {
            Run<ushort>(tile);
        }
        else
        {
            Run<float>(tile);
        }
    }

    private void Run<T>(FilterTile tile)
        where T : unmanaged
    {
        int half = sums.Half;
        int pad = FilterTile.Align(half, Unit);
        long stride = FilterTile.Align(tile.PaddedWidth + (2 * pad), 64) + 128;
        int rows = tile.Height + (2 * half);

        // One row and one vector more on every side: run sums start on vector boundaries and may overshoot.
        long size = (rows + 2) * stride;
        bool integers = typeof(T) == typeof(ushort);
        long set = sums.Planes.Length * size;
        T* planes = tile.Arena.Rent<T>(((integers ? 2 : 1) * set) + 1024);
        T* image0 = planes + ((half + 1) * stride) + pad;
        float scale = SampleReader.ScaleOf(tile.Image);
        ReadReflected(tile, image0 - (half * stride), stride, tile.Y - half, rows, half, pad);
        AddRuns(tile, image0, size, stride);
        if (integers)
        {
            // The same sums once more, of what float32 rounds off each grey value.
            ReadResiduals((ushort*)(image0 - (half * stride) - pad), (ushort*)(image0 + set - (half * stride) - pad), rows * stride, scale);
            AddRuns(tile, image0 + set, size, stride);
        }

        int terms = sums.Terms.Sum(t => t.Length);
        long* offsets = tile.Arena.Rent<long>(terms);
        int* counts = tile.Arena.Rent<int>(sums.Terms.Length);
        int next = 0;
        for (int k = 0; k < sums.Terms.Length; k++)
        {
            counts[k] = sums.Terms[k].Length;
            foreach (RunSums.Term term in sums.Terms[k])
            {
                offsets[next++] = (term.Plane * size) + (term.Y * stride) + term.X;
            }
        }

        int* ones = tile.Arena.Rent<int>(sums.Terms.Length);
        sums.OnesOfKernels.CopyTo(new Span<int>(ones, sums.Terms.Length));
        byte* work = tile.Arena.Rent<byte>(WorkBytes);
        for (int y = 0; y < tile.Height; y++)
        {
            var row = new MembraneRow
            {
                Mean = tile.Target(places[0], y),
                Max = tile.Target(places[1], y),
                Min = tile.Target(places[2], y),
                Sum = tile.Target(places[3], y),
                Std = tile.Target(places[4], y),
                Median = tile.Target(places[5], y),
            };
            T* at = image0 + (y * stride);
            if (integers)
            {
                kernel.Row((ushort*)at, set, offsets, counts, ones, row, tile.PaddedWidth, scale, work, tile.BypassCache);
            }
            else
            {
                kernel.Row((float*)at, offsets, counts, row, tile.PaddedWidth, work, tile.BypassCache);
            }
        }
    }

    /// <summary>Fills the planes of run sums from plane 0.</summary>
    private void AddRuns<T>(FilterTile tile, T* image0, long size, long stride)
        where T : unmanaged
    {
        for (int p = 1; p < sums.Planes.Length; p++)
        {
            RunSums.Plane plane = sums.Planes[p];
            RunSums.Extent extent = sums.Extents[p];
            long at = (extent.Top * stride) + (extent.Left & -Unit);
            int columns = tile.PaddedWidth + extent.Right - (extent.Left & -Unit);
            AddPlanes(
                image0 + (plane.First * size) + at,
                image0 + (plane.Second * size) + at + (plane.Y * stride) + plane.X,
                image0 + (p * size) + at,
                stride,
                tile.Height + extent.Bottom - extent.Top,
                columns);
        }
    }

    private static void ReadResiduals(ushort* samples, ushort* residuals, long count, float scale)
    {
        fixed (ushort* table = ProjectionKernel.Residuals(scale))
        {
            for (long i = 0; i < count; i++)
            {
                residuals[i] = table[samples[i]];
            }
        }
    }

    private void AddPlanes<T>(T* first, T* second, T* sum, long stride, int rows, int columns)
        where T : unmanaged
    {
        if (typeof(T) == typeof(ushort))
        {
            kernel.AddPlanes((ushort*)first, (ushort*)second, (ushort*)sum, stride, rows, columns);
        }
        else
        {
            kernel.AddPlanes((float*)first, (float*)second, (float*)sum, stride, rows, columns);
        }
    }

    /// <summary>Samples (16-bit) or grey values (float) of the tile and its surroundings, half-sample symmetric at the image border.</summary>
    private void ReadReflected<T>(FilterTile tile, T* target, long stride, int top, int rows, int half, int pad)
        where T : unmanaged
    {
        SegImage image = tile.Image;
        int begin = tile.X - half;
        int end = tile.X + tile.Width + half;
        int left = Math.Max(begin, 0);
        int right = Math.Min(end, image.Width);
        byte[]? bytes = typeof(T) == typeof(ushort) ? (byte[])image.Plane(tile.Channel) : null;
        float scale = SampleReader.ScaleOf(image);
        for (int r = 0; r < rows; r++)
        {
            int y = Reflect(top + r, image.Height);
            T* row = target + (r * stride);
            if (bytes is not null)
            {
                ReadOnlySpan<byte> samples = bytes.AsSpan((int)((long)y * image.Width), image.Width);
                var wide = (ushort*)row;
                Widen(samples[left..right], wide + (left - tile.X));
                for (int x = begin; x < 0; x++)
                {
                    wide[x - tile.X] = samples[Reflect(x, image.Width)];
                }

                for (int x = image.Width; x < end; x++)
                {
                    wide[x - tile.X] = samples[Reflect(x, image.Width)];
                }
            }
            else
            {
                var grey = (float*)row;
                SampleReader.Read(pixels, image, tile.Channel, y, left, right - left, scale, grey + (left - tile.X));
                for (int x = begin; x < 0; x++)
                {
                    SampleReader.Read(pixels, image, tile.Channel, y, Reflect(x, image.Width), 1, scale, grey + (x - tile.X));
                }

                for (int x = image.Width; x < end; x++)
                {
                    SampleReader.Read(pixels, image, tile.Channel, y, Reflect(x, image.Width), 1, scale, grey + (x - tile.X));
                }
            }

            // What lies beyond is read by whole vectors but never reaches a pixel of the tile; it only has to be a number.
            new Span<T>(row - pad, pad - half).Clear();
            new Span<T>(row + tile.Width + half, (int)(stride - pad - tile.Width - half)).Clear();
        }
    }

    private static void Widen(ReadOnlySpan<byte> samples, ushort* target)
    {
        fixed (byte* source = samples)
        {
            int x = 0;
            for (; x <= samples.Length - Vector256<byte>.Count; x += Vector256<byte>.Count)
            {
                (Vector256<ushort> lower, Vector256<ushort> upper) = Vector256.Widen(Vector256.Load(source + x));
                lower.Store(target + x);
                upper.Store(target + x + Vector256<ushort>.Count);
            }

            for (; x < samples.Length; x++)
            {
                target[x] = source[x];
            }
        }
    }

    /// <summary>d c b a | a b c d | d c b a, for any distance.</summary>
    private static int Reflect(int i, int length)
    {
        int period = 2 * length;
        int m = ((i % period) + period) % period;
        return m < length ? m : period - 1 - m;
    }
}
