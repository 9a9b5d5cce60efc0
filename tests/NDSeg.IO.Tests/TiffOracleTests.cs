using System.Globalization;
using NDSeg.Images;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>TIFF of kinds that few writers make, against what libtiff and tifffile read from the same files.</summary>
public sealed class TiffOracleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [PythonFact("PIL,tifffile,numpy")]
    public void Samples_are_those_that_libtiff_and_tifffile_read()
    {
        PythonOracle.Run(Path.Combine(AppContext.BaseDirectory, "Oracle", "make_tiff.py"), folder.Root);
        var wrong = new List<string>();
        int count = 0;
        foreach (string line in File.ReadLines(folder["cases.txt"]))
        {
            string[] parts = line.Split(' ');
            int[] shape = [.. parts[1..4].Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
            byte[] expected = File.ReadAllBytes(folder[parts[0] + ".bin"]);
            if (Difference(folder[parts[0] + ".tif"], shape, parts[4], expected) is string difference)
            {
                wrong.Add($"{parts[0]}: {difference}");
            }

            count++;
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.True(count >= 45, $"{count} cases");
    }

    private static string? Difference(string path, int[] shape, string type, byte[] expected)
    {
        try
        {
            SegImage image = ImageReader.Read(path).Single();
            if (image.Height != shape[0] || image.Width != shape[1] || image.Channels != shape[2])
            {
                return $"{image.Height} x {image.Width} x {image.Channels}";
            }

            int size = expected.Length / (shape[0] * shape[1] * shape[2]);
            string found = image.PixelType switch
            {
                PixelType.UInt8 => "|u1",
                PixelType.UInt16 => "<u2",
                PixelType.UInt32 => "<u4",
                PixelType.Int16 => "<i2",
                PixelType.Float32 => "<f4",
                PixelType.Float64 => "<f8",
                _ => image.PixelType.ToString(),
            };
            if (found != type)
            {
                return $"{found} instead of {type}";
            }

            int unequal = 0;
            int most = 0;
            for (int c = 0; c < shape[2]; c++)
            {
                byte[] plane = new byte[Buffer.ByteLength(image.Plane(c))];
                Buffer.BlockCopy(image.Plane(c), 0, plane, 0, plane.Length);
                for (int i = 0; i < shape[0] * shape[1]; i++)
                {
                    ReadOnlySpan<byte> here = plane.AsSpan(i * size, size);
                    ReadOnlySpan<byte> there = expected.AsSpan(((i * shape[2]) + c) * size, size);
                    if (!here.SequenceEqual(there))
                    {
                        unequal++;
                        most = Math.Max(most, Math.Abs(here[0] - there[0]));
                    }
                }
            }

            // LibTiff's and libtiff's inverse cosine transforms round differently now and then.
            bool isRounded = Path.GetFileName(path).StartsWith("jpeg_444", StringComparison.Ordinal) && most <= 1 && unequal <= 10;
            return unequal == 0 || isRounded ? null : $"{unequal} of {expected.Length / size} samples differ, by up to {most}";
        }
        catch (SegException e)
        {
            return e.Message;
        }
    }
}
