using System.IO.Compression;
using System.IO.Hashing;
using System.Text.Json;
using NDSeg.Storage;
using NDSeg.Training;

namespace NDSeg.Models;

/// <summary>
/// Reads and writes <c>.ndseg</c> files: a zip of <c>model.json</c> and the trees in the form of the model's learner:
/// <c>forest.bin</c> for a Random Forest; for XGBoost <c>booster.json</c>, byte for byte as the library wrote it. One model
/// gives the same bytes every time. Loading runs no code and takes no more memory than the file can justify.
/// </summary>
public static class ModelFile
{
    // Models shrink 3 to 30 times; what claims to shrink much more was made to fill the memory.
    private const long MaxRatio = 64;

    private const long FreeSize = 1L << 20;

    private const long MaxModelJson = 64L << 20;

    private const long MaxPayload = 1L << 30;

    /// <summary>Writes a trained model through a temporary file.</summary>
    /// <param name="path">Target.</param>
    /// <param name="model">A trained model.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="SegException">ModelNotTrained; TargetExists; TargetNotWritable.</exception>
    public static void Save(string path, SegModel model, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        model.RequireTrained();
        AtomicFile.Write(path, overwrite, stream => Write(stream, model));
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SegException">FileNotFound; FileNotReadable; CorruptModel; NewerModelFormat.</exception>
    public static SegModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Stream stream;
        try
        {
            stream = RegularFile.IsEmpty(path) ? Stream.Null : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SegException("FileNotFound", SegErrorKind.NotFound, $"Expected a model file at '{path}', found none.", "Check the path.", cause: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{path}': {e.Message}", cause: e);
        }

        using (stream)
        {
            return Read(stream, $"'{path}'").ReadFrom(Path.GetFullPath(path));
        }
    }

    /// <summary>Writes a trained model to a stream; the same model gives the same bytes.</summary>
    /// <param name="stream">Target; need not be seekable.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="SegException">ModelNotTrained.</exception>
    public static void Write(Stream stream, SegModel model)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(model);
        TrainedState state = model.RequireTrained();
        Learner learner = model.Parameters.Learner;
        byte[] payload = learner.WritePayload(new TrainedTrees(state.Ensemble, state.LibraryModel));

        // In memory first: a zip written straight to a stream that cannot seek has other headers.
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, ModelEntries.Model, ModelJsonWriter.Write(model.Parameters, state, payload));
            Add(zip, learner.PayloadEntry, payload);
        }

        ZipHost.Set(memory);
        memory.Position = 0;
        memory.CopyTo(stream);
    }

    /// <summary>Reads a model from a seekable stream.</summary>
    /// <param name="stream">A whole <c>.ndseg</c> file.</param>
    /// <exception cref="SegException">CorruptModel; NewerModelFormat.</exception>
    public static SegModel Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream, "the stream");
    }

    private static SegModel Read(Stream stream, string name)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count != 2)
            {
                throw new InvalidDataException($"Expected two entries in the zip, found {zip.Entries.Count}.");
            }

            using JsonDocument json = ModelJsonReader.Parse(Extract(zip, ModelEntries.Model, MaxModelJson));
            Learner learner = ModelJsonReader.LearnerOf(json.RootElement);
            ZipArchiveEntry entry = Find(zip, learner.PayloadEntry, MaxPayload);
            using var payload = new PayloadStream(entry.Open(), entry.Length);
            SegModel model = ModelJsonReader.Read(json.RootElement, learner, payload, entry.Crc32);
            return learner.KeepsPayload ? new SegModel(model.Parameters, model.State! with { Packed = Pack(stream, learner.PayloadEntry) }) : model;
        }
        catch (SegException e) when (e.Id != "NewerModelFormat")
        {
            throw Corrupt(name, e);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or IOException or InvalidOperationException
            or KeyNotFoundException or FormatException or OverflowException or NotSupportedException or ArgumentException)
        {
            throw Corrupt(name, e);
        }
    }

    private static SegException Corrupt(string name, Exception cause)
        => new("CorruptModel", SegErrorKind.InvalidData, $"Expected an NDSeg model file, found damaged or foreign content in {name}: {cause.Message}", "Copy the file again or export the model anew.", cause: cause);

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = ZipHost.EntryTime;
        entry.ExternalAttributes = ZipHost.Permissions;
        using Stream stream = entry.Open();
        stream.Write(content);
    }

    private static PackedPayload Pack(Stream stream, string entry)
    {
        stream.Position = 0;
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return new PackedPayload(file, entry);
    }

    private static ZipArchiveEntry Find(ZipArchive zip, string name, long limit)
    {
        ZipArchiveEntry entry = zip.GetEntry(name) ?? throw new InvalidDataException($"Expected an entry '{name}', found none.");
        if (entry.Length > limit || entry.Length > FreeSize + (entry.CompressedLength * MaxRatio))
        {
            throw new InvalidDataException($"Expected a plausible size of '{name}', found {entry.Length} bytes.");
        }

        return entry;
    }

    private static byte[] Extract(ZipArchive zip, string name, long limit)
    {
        ZipArchiveEntry entry = Find(zip, name, limit);
        using Stream stream = entry.Open();
        var content = new byte[entry.Length];
        stream.ReadExactly(content);
        if (stream.ReadByte() >= 0 || Crc32.HashToUInt32(content) != entry.Crc32)
        {
            throw new InvalidDataException($"Expected '{name}' as it was written, found other content.");
        }

        return content;
    }
}
