using System.Text.Encodings.Web;
using System.Text.Json;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Storage;
using NDSeg.Training;

namespace NDSeg.Models;

/// <summary>
/// What a training table is besides its rows: maps with their configuration, classes, and the files it came from. It stands in
/// table files in the words of a model's description, so that a model trained on a table that was read is the one trained on the
/// table that was written, and can be applied to images.
/// </summary>
/// <param name="Plan">The maps the columns stand for.</param>
/// <param name="Classes">Classes 1..K.</param>
/// <param name="Encoding">How the classes stand in label files.</param>
/// <param name="Files">The image and label files with their hashes.</param>
public sealed record TrainingDataHeader(FeaturePlan Plan, IReadOnlyList<SegClass> Classes, LabelEncoding Encoding, IReadOnlyList<FileFingerprint> Files)
{
    private const string FormatName = "ndseg-training";
    private const int FormatVersion = 1;

    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>The header of a table.</summary>
    public static TrainingDataHeader Of(SegTrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new TrainingDataHeader(data.Plan, data.Classes, data.Encoding, data.Files);
    }

    /// <summary>The header as one line of JSON; equal headers give equal texts.</summary>
    public string ToJson()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Layout))
        {
            json.WriteStartObject();
            json.WriteString("format", FormatName);
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("ndsegVersion", typeof(SegModel).Assembly.GetName().Version!.ToString(3));
            ModelJsonWriter.WriteFeatures(json, Plan);
            ModelJsonWriter.WriteClasses(json, Encoding, Classes);
            ModelJsonWriter.WriteFiles(json, Files);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    /// <summary>Reads a header; every bound is checked.</summary>
    /// <param name="text">JSON of <see cref="ToJson"/>.</param>
    /// <exception cref="SegException">CorruptTrainingData; NewerTrainingFormat.</exception>
    public static TrainingDataHeader Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Strict);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format) || !format.ValueEquals(FormatName))
            {
                throw new InvalidDataException("It is not the description of a training table.");
            }

            int version = root.GetProperty("formatVersion").GetInt32();
            if (version > FormatVersion)
            {
                throw new SegException("NewerTrainingFormat", SegErrorKind.NotSupported, $"Expected a training table of format {FormatVersion} or older, found format {version}.", "Update NDSeg to use this table.");
            }

            return new TrainingDataHeader(
                ModelJsonReader.ReadFeatures(root.GetProperty("features")),
                ModelJsonReader.ReadClasses(root, least: 1),
                ModelJsonReader.Enumeration<LabelEncoding>(root, "labelEncoding"),
                ModelJsonReader.ReadFiles(root));
        }
        catch (Exception e) when (e is (InvalidDataException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            or OverflowException or ArgumentException or SegException) and not SegException { Id: "NewerTrainingFormat" })
        {
            throw new SegException("CorruptTrainingData", SegErrorKind.InvalidData, $"Expected the description of a training table, found something else: {e.Message}", "Write the table again with Export-SegTrainingData.", cause: e);
        }
    }
}
