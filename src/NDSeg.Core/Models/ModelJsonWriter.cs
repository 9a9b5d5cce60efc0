using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Storage;
using NDSeg.Training;

namespace NDSeg.Models;

/// <summary>Writes <c>model.json</c>: fixed order, shortest round-trip numbers, no clock.</summary>
internal static class ModelJsonWriter
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ModelParameters parameters, TrainedState state, byte[] payload)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Layout))
        {
            json.WriteStartObject();
            json.WriteString("format", ModelEntries.FormatName);
            json.WriteNumber("formatVersion", ModelEntries.FormatVersion);
            json.WriteString("ndsegVersion", typeof(SegModel).Assembly.GetName().Version!.ToString(3));
            json.WriteString("algorithm", parameters.Algorithm);
            WriteParameters(json, parameters);
            WriteFeatures(json, state.Plan);
            WriteClasses(json, state.Encoding, state.Classes);
            WriteTraining(json, state.Summary);
            WriteNumbers(json, "importance", state.Importance);
            json.WriteStartObject("ensemble");
            json.WriteString("entry", parameters.Learner.PayloadEntry);
            json.WriteNumber("length", payload.Length);
            json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(payload)));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    private static void WriteParameters(Utf8JsonWriter json, ModelParameters parameters)
    {
        json.WriteStartObject("parameters");
        IReadOnlyList<LearnerParameter> all = parameters.Learner.Parameters;
        WriteNumber(json, parameters, all[0]);
        json.WriteString("classWeight", parameters.ClassWeight.ToString());
        json.WriteNumber("seed", parameters.Seed);
        foreach (LearnerParameter parameter in all.Skip(1))
        {
            WriteNumber(json, parameters, parameter);
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, ModelParameters parameters, LearnerParameter parameter)
    {
        double value = parameters.Number(parameter.Name);
        if (parameter.IsWhole)
        {
            json.WriteNumber(parameter.JsonName, (long)value);
        }
        else
        {
            json.WriteNumber(parameter.JsonName, value);
        }
    }

    /// <summary>The configuration and the names of the maps it gives.</summary>
    internal static void WriteFeatures(Utf8JsonWriter json, FeaturePlan plan)
    {
        json.WriteStartObject("features");
        json.WriteNumber("channels", plan.Channels);
        WriteTexts(json, "extraNames", plan.Maps.Where(m => m.IsExtra).Select(m => m.Name));
        FeatureConfigJson.Write(json, plan.Config);
        WriteTexts(json, "names", plan.Names);
        json.WriteEndObject();
    }

    /// <summary>The classes and how they stand in label files.</summary>
    internal static void WriteClasses(Utf8JsonWriter json, LabelEncoding encoding, IReadOnlyList<SegClass> classes)
    {
        json.WriteString("labelEncoding", encoding.ToString());
        json.WriteStartArray("classes");
        foreach (SegClass one in classes)
        {
            json.WriteStartObject();
            json.WriteNumber("index", one.Index);
            json.WriteNumber("value", one.Value);
            json.WriteString("name", one.Name);
            json.WriteString("color", one.Color.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTraining(Utf8JsonWriter json, TrainingSummary summary)
    {
        json.WriteStartObject("training");
        json.WriteNumber("sampleCount", summary.SampleCount);
        json.WriteStartArray("samplesPerClass");
        foreach (int n in summary.SamplesPerClass)
        {
            json.WriteNumberValue(n);
        }

        json.WriteEndArray();
        WriteNumbers(json, "classWeights", summary.ClassWeights);
        json.WriteNumber("trainingAccuracy", summary.TrainingAccuracy);
        if (summary.OutOfBagAccuracy is double outOfBag)
        {
            json.WriteNumber("outOfBagAccuracy", outOfBag);
        }
        else
        {
            json.WriteNull("outOfBagAccuracy");
        }

        json.WriteString("libraryVersion", summary.LibraryVersion);
        WriteFiles(json, summary.Files);
        WriteTexts(json, "warnings", summary.Warnings);
        json.WriteEndObject();
    }

    /// <summary>The files that labelled pixels came from, with hashes.</summary>
    internal static void WriteFiles(Utf8JsonWriter json, IReadOnlyList<FileFingerprint> files)
    {
        json.WriteStartArray("files");
        foreach (FileFingerprint file in files)
        {
            json.WriteStartObject();
            json.WriteString("role", file.Role);
            json.WriteString("name", file.Name);
            json.WriteString("sha256", file.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
