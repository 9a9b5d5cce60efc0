using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.Paint.Classes;
using NDSeg.Paint.Slices;
using NDSeg.Paint.Strokes;

namespace NDSeg.Paint.Saving;

/// <summary>Writes strokes to a label file, names and colours of the classes inside, and reads them back.</summary>
internal static class LabelSaver
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes every slice; those without strokes are empty.</summary>
    /// <param name="path">The label file; replaced.</param>
    /// <param name="state">The strokes.</param>
    /// <param name="slices">The images, for the pixel size.</param>
    /// <param name="cancellation">Ends the writing early; the old file stays.</param>
    /// <returns>The label maps that have strokes, by slice.</returns>
    /// <exception cref="SegException">What the writers throw.</exception>
    public static IReadOnlyList<(int Slice, SegLabels Labels)> Write(string path, StrokeState state, SliceSource slices, CancellationToken cancellation)
    {
        string about = Describe(state, slices);
        PixelSize? pixelSize = slices.Read(0).PixelSize;
        ILookup<int, (int, PixelRun Run, byte Class)> bySlice = state.Runs.ToLookup(r => r.Slice);
        if (state.SliceCount == 1)
        {
            SegLabels labels = Build(state, bySlice[0], new ImageSource(path), pixelSize);
            LabelWriter.Write(path, labels, new LabelWriteOptions { Overwrite = true, Provenance = about }, cancellation);
            return state.Runs.Count > 0 ? [(0, labels)] : [];
        }

        var painted = new List<(int, SegLabels)>();
        using var writer = new LabelVolumeWriter(path, new LabelVolumeOptions { Overwrite = true, SliceCount = state.SliceCount, Provenance = about });
        SegLabels empty = Build(state, [], ImageSource.Memory, pixelSize);
        for (int slice = 0; slice < state.SliceCount; slice++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (bySlice.Contains(slice))
            {
                SegLabels labels = Build(state, bySlice[slice], new ImageSource(path, null, slice, state.SliceCount), pixelSize);
                painted.Add((slice, labels));
                writer.Write(slice, labels);
            }
            else
            {
                writer.Write(slice, empty);
            }
        }

        writer.Complete(cancellation);
        return painted;
    }

    /// <summary>A label map of the runs of one slice.</summary>
    public static SegLabels Build(StrokeState state, IEnumerable<(int Slice, PixelRun Run, byte Class)> runs, ImageSource source, PixelSize? pixelSize)
    {
        (SegClass[] classes, byte[] index) = ClassesOf(state);
        var indices = new byte[checked(state.Height * state.Width)];
        foreach ((int _, PixelRun run, byte one) in runs)
        {
            indices.AsSpan((run.Y * state.Width) + run.X, run.Length).Fill(index[one]);
        }

        return new SegLabels(state.Height, state.Width, indices, classes, LabelEncoding.Indexed, source, pixelSize);
    }

    private static (SegClass[] Classes, byte[] Index) ClassesOf(StrokeState state)
    {
        PaintClass[] ordered = [.. state.Classes.OrderBy(c => c.Value)];
        var index = new byte[StrokeBook.ClassLimit];
        for (int i = 0; i < ordered.Length; i++)
        {
            index[ordered[i].Number] = (byte)(i + 1);
        }

        return ([.. ordered.Select((c, i) => new SegClass(i + 1, c.Value, c.Name, c.Color))], index);
    }

    private static string Describe(StrokeState state, SliceSource slices) => JsonSerializer.Serialize(
        new
        {
            Format = "ndseg-strokes-1",
            Image = slices.Name,
            state.Height,
            state.Width,
            Slices = state.SliceCount,
            Classes = state.Classes.OrderBy(c => c.Value).Select(c => new { c.Value, c.Name, Color = c.Color.ToString(), Pixels = state.Runs.Where(r => r.Class == c.Number).Sum(r => (long)r.Run.Length) }),
        },
        Json);
}
