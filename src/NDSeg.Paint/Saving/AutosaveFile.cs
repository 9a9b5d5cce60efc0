using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using NDSeg.Images;
using NDSeg.Paint.Classes;
using NDSeg.Paint.Strokes;
using NDSeg.Storage;

namespace NDSeg.Paint.Saving;

/// <summary>
/// Strokes that are not saved yet, in a file beside the label file: a mark, a description in JSON, and the deflated runs. Written
/// whole or not at all; read with every number checked, as it may come from anywhere.
/// </summary>
internal static class AutosaveFile
{
    /// <summary>What the name of the label file is followed by.</summary>
    public const string Suffix = ".unsaved";

    private const int RunBytes = 17;
    private const int MostDescription = 1 << 20;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static ReadOnlySpan<byte> Mark => "NDSegStrokes1\n"u8;

    /// <summary>Writes the file, in place of an older one.</summary>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    public static void Write(string path, StrokeState state)
        => AtomicFile.Write(path, overwrite: true, stream =>
        {
            var classes = state.Classes.Select(c => new ClassText(c.Number, c.Value, c.Name, c.Color.ToString())).ToArray();
            byte[] description = JsonSerializer.SerializeToUtf8Bytes(new Description(state.Height, state.Width, state.SliceCount, state.Runs.Count, classes), Json);
            stream.Write(Mark);
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, description.Length);
            stream.Write(length);
            stream.Write(description);
            using var deflate = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            Span<byte> run = stackalloc byte[RunBytes];
            foreach ((int slice, PixelRun at, byte one) in state.Runs)
            {
                BinaryPrimitives.WriteInt32LittleEndian(run, slice);
                BinaryPrimitives.WriteInt32LittleEndian(run[4..], at.Y);
                BinaryPrimitives.WriteInt32LittleEndian(run[8..], at.X);
                BinaryPrimitives.WriteInt32LittleEndian(run[12..], at.Length);
                run[16] = one;
                deflate.Write(run);
            }
        });

    /// <summary>
    /// The strokes a file offers for an image; null where there is none. One of another image, or not whole, is put aside, as <c>.old</c>,
    /// <c>.old2</c>, ...
    /// </summary>
    public static StrokeState? Offer(string path, int height, int width, int sliceCount)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            StrokeState state = Read(path);
            if (state.Height == height && state.Width == width && state.SliceCount == sliceCount)
            {
                return state;
            }
        }
        catch (SegException e) when (e.Id == "DamagedAutosave")
        {
            // Put aside like one of another image.
        }

        PutAside(path);
        return null;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="SegException">DamagedAutosave; FileNotReadable.</exception>
    public static StrokeState Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or JsonException)
        {
            throw Damaged(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{path}': {e.Message}", cause: e);
        }
    }

    private static StrokeState Read(FileStream stream, string path)
    {
        byte[] mark = new byte[Mark.Length + 4];
        stream.ReadExactly(mark);
        int length = BinaryPrimitives.ReadInt32LittleEndian(mark.AsSpan(Mark.Length));
        if (!mark.AsSpan(0, Mark.Length).SequenceEqual(Mark) || length is < 2 or > MostDescription)
        {
            throw Damaged(path, null);
        }

        byte[] text = new byte[length];
        stream.ReadExactly(text);
        Description about = JsonSerializer.Deserialize<Description>(text, Json) ?? throw Damaged(path, null);
        if (about.Classes is null || about.Classes.Length > ClassList.Most || about.Height < 1 || about.Width < 1 || about.SliceCount < 1 || about.RunCount < 0)
        {
            throw Damaged(path, null);
        }

        PaintClass[] classes = [.. about.Classes.Select(c => ToClass(c, path))];
        if (classes.DistinctBy(c => c.Number).Count() < classes.Length || classes.DistinctBy(c => c.Value).Count() < classes.Length)
        {
            throw Damaged(path, null);
        }

        bool[] known = new bool[StrokeBook.ClassLimit];
        foreach (PaintClass one in classes)
        {
            known[one.Number] = true;
        }

        var runs = new List<(int, PixelRun, byte)>();
        using var inflate = new ZLibStream(stream, CompressionMode.Decompress);
        byte[] run = new byte[RunBytes];
        for (int i = 0; i < about.RunCount; i++)
        {
            inflate.ReadExactly(run);
            int slice = BinaryPrimitives.ReadInt32LittleEndian(run);
            var at = new PixelRun(BinaryPrimitives.ReadInt32LittleEndian(run.AsSpan(4)), BinaryPrimitives.ReadInt32LittleEndian(run.AsSpan(8)), BinaryPrimitives.ReadInt32LittleEndian(run.AsSpan(12)));
            bool inside = (uint)slice < (uint)about.SliceCount && (uint)at.Y < (uint)about.Height && (uint)at.X < (uint)about.Width && at.Length >= 1 && at.Length <= about.Width - at.X;
            if (!inside || !known[run[16]])
            {
                throw Damaged(path, null);
            }

            runs.Add((slice, at, run[16]));
        }

        return new StrokeState(about.Height, about.Width, about.SliceCount, classes, runs);
    }

    private static PaintClass ToClass(ClassText text, string path)
    {
        if (text is not { Number: > 0 and < StrokeBook.ClassLimit, Name: not null, Color: not null })
        {
            throw Damaged(path, null);
        }

        try
        {
            return new PaintClass((byte)text.Number, text.Value, text.Name, RgbColor.Parse(text.Color));
        }
        catch (SegException e)
        {
            throw Damaged(path, e);
        }
    }

    private static void PutAside(string path)
    {
        string aside = path + ".old";
        for (int number = 2; File.Exists(aside); number++)
        {
            aside = string.Create(CultureInfo.InvariantCulture, $"{path}.old{number}");
        }

        File.Move(path, aside);
    }

    private static SegException Damaged(string path, Exception? cause)
        => new("DamagedAutosave", SegErrorKind.InvalidData, $"Expected unsaved strokes in '{path}', found something else, or a part of them.", "Remove the file.", cause);

    private sealed record Description(int Height, int Width, int SliceCount, int RunCount, ClassText[] Classes);

    private sealed record ClassText(int Number, long Value, string Name, string Color);
}
