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
    // Descriptions shrink 3 to 30 times; one that claims to shrink much more was made to fill the memory.
    private const long MaxJsonRatio = 64;

    // Trees of many classes, or many that hardly differ, shrink by more than that. No deflated entry can shrink further than this; trees
    // are read as they are unpacked, and checked before memory is taken for more of them.
    private const long MaxPayloadRatio = 1032;

    private const long FreeSize = 1L << 20;

    private const long MaxModelJson = 64L << 20;

    /// <summary>Writes a trained model through a temporary file.</summary>
    /// <param name="path">Target.</param>
    /// <param name="model">A trained model.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="SegException">ModelNotTrained; ModelTooLarge; TargetExists; TargetNotWritable.</exception>
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
    /// <exception cref="SegException">ModelNotTrained; ModelTooLarge.</exception>
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
        RequireReadable(memory, learner);
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

            using JsonDocument json = ModelJsonReader.Parse(Extract(FindDescription(zip)));
            Learner learner = ModelJsonReader.LearnerOf(json.RootElement);
            ZipArchiveEntry entry = FindPayload(zip, learner);
            using var payload = new PayloadStream(entry.Open(), entry.Length);
            SegModel model = ModelJsonReader.Read(json.RootElement, learner, payload, entry.Crc32);
            return learner.KeepsPayload ? new SegModel(model.Parameters, model.State! with { Packed = Pack(stream, learner.PayloadEntry) }) : model;
        }
        catch (SegException e) when (e.Id != "NewerModelFormat")
        {
            throw Corrupt(name, e);
        }
        catch (Exception e) when (e is (InvalidDataException or JsonException or IOException or InvalidOperationException
            or KeyNotFoundException or FormatException or OverflowException or NotSupportedException or ArgumentException)
            and not (FileNotFoundException or FileLoadException))
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

    /// <summary>What could not be read again is not written.</summary>
    private static void RequireReadable(Stream file, Learner learner)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            FindDescription(zip);
            FindPayload(zip, learner);
        }
        catch (InvalidDataException e)
        {
            throw new SegException("ModelTooLarge", SegErrorKind.NotSupported, $"Expected a model that can be loaded again. {e.Message}", "Use fewer classes or maps, or shorter names.", cause: e);
        }
    }

    private static ZipArchiveEntry FindDescription(ZipArchive zip) => Find(zip, ModelEntries.Model, MaxModelJson, MaxJsonRatio);

    private static ZipArchiveEntry FindPayload(ZipArchive zip, Learner learner) => Find(zip, learner.PayloadEntry, Array.MaxLength, MaxPayloadRatio);

    private static ZipArchiveEntry Find(ZipArchive zip, string name, long limit, long ratio)
    {
        ZipArchiveEntry entry = zip.GetEntry(name) ?? throw new InvalidDataException($"Expected an entry '{name}', found none.");
        if (entry.Length > limit || entry.Length > FreeSize + (entry.CompressedLength * ratio))
        {
            throw new InvalidDataException($"Expected a plausible size of '{name}', found {entry.Length} bytes.");
        }

        return entry;
    }

    private static byte[] Extract(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        var content = new byte[entry.Length];
        stream.ReadExactly(content);
        if (stream.ReadByte() >= 0 || Crc32.HashToUInt32(content) != entry.Crc32)
        {
            throw new InvalidDataException($"Expected '{entry.FullName}' as it was written, found other content.");
        }

        return content;
    }
}
