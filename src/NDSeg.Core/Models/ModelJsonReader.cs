using System.Collections.Immutable;
using System.Text.Json;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Storage;
using NDSeg.Training;
using NDSeg.Trees;

namespace NDSeg.Models;

/// <summary>
/// Reads and checks <c>model.json</c>. Throws <see cref="InvalidDataException"/>, or what <see cref="JsonElement"/> throws for
/// values of another kind; the caller makes one error of them.
/// </summary>
internal static class ModelJsonReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Parses the text and refuses formats from the future.</summary>
    /// <exception cref="SegException">NewerModelFormat.</exception>
    public static JsonDocument Parse(byte[] utf8)
    {
        JsonDocument document = JsonDocument.Parse(utf8, Strict);
        JsonElement root = document.RootElement;
        Require(root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out JsonElement format) && format.ValueEquals(ModelEntries.FormatName), "an NDSeg model");
        int version = root.GetProperty("formatVersion").GetInt32();
        Require(version >= 1, "a format version of 1 or more");
        if (version > ModelEntries.FormatVersion)
        {
            string writer = root.TryGetProperty("ndsegVersion", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "a newer version";
            throw new SegException(
                "NewerModelFormat",
                SegErrorKind.NotSupported,
                $"Expected a model of format {ModelEntries.FormatVersion} or older, found format {version}, written by NDSeg {writer}.", "Update NDSeg to use this model.");
        }

        return document;
    }

    /// <summary>The learner that wrote the trees.</summary>
    public static Learner LearnerOf(JsonElement root)
    {
        string name = Text(root, "algorithm");
        return LearnerRegistry.Names.Contains(name, StringComparer.Ordinal)
            ? LearnerRegistry.Find(name)
            : throw new InvalidDataException($"Expected one of {string.Join(", ", LearnerRegistry.Names)} as 'algorithm', found '{name}'.");
    }

    /// <summary>Everything, with the trees taken from their entry.</summary>
    /// <param name="root">The document.</param>
    /// <param name="learner">The learner that wrote the trees.</param>
    /// <param name="payload">The entry while it is unpacked.</param>
    /// <param name="crc32">Its checksum in the zip.</param>
    public static SegModel Read(JsonElement root, Learner learner, PayloadStream payload, uint crc32)
    {
        ModelParameters parameters = ReadParameters(root, learner);
        JsonElement ensembleInfo = root.GetProperty("ensemble");
        Require(ensembleInfo.GetProperty("entry").ValueEquals(learner.PayloadEntry), "the trees in the entry that belongs to the algorithm");
        Require(ensembleInfo.GetProperty("length").GetInt64() == payload.Length, "the trees the model was saved with");

        FeaturePlan plan = ReadFeatures(root.GetProperty("features"));
        ImmutableArray<SegClass> classes = ReadClasses(root, least: 2);
        TrainedTrees trees = learner.ReadPayload(payload, payload.Length);
        (string sha256, uint found) = payload.Finish();
        Require(found == crc32 && ensembleInfo.GetProperty("sha256").ValueEquals(sha256), "the trees the model was saved with");
        TreeEnsemble ensemble = trees.Ensemble;
        Require(ensemble.Kind == learner.Combination, "trees combined as the learner combines them");
        Require(ensemble.ClassCount == classes.Length, $"trees for {classes.Length} classes");
        Require(ensemble.FeatureCount == plan.Count, $"trees over {plan.Count} maps");

        ImmutableArray<double> importance = Numbers(root, "importance", 0, 1);
        Require(importance.Length == plan.Count, $"{plan.Count} importances");
        TrainingSummary summary = ReadTraining(root.GetProperty("training"), classes.Length);
        var state = new TrainedState(plan, classes, Enumeration<LabelEncoding>(root, "labelEncoding"), ensemble, trees.LibraryModel, importance, summary);
        return new SegModel(parameters, state);
    }

    private static ModelParameters ReadParameters(JsonElement root, Learner learner)
    {
        JsonElement json = root.GetProperty("parameters");
        var parameters = new ModelParameters(learner.Id, Enumeration<ClassWeighting>(json, "classWeight"), json.GetProperty("seed").GetInt32());
        foreach (LearnerParameter parameter in learner.Parameters)
        {
            JsonElement value = json.GetProperty(parameter.JsonName);
            parameters = parameters.With(parameter.Name, parameter.IsWhole ? value.GetInt32() : value.GetDouble());
        }

        return parameters;
    }

    /// <summary>The maps of a configuration, whose names must be those that stand beside it.</summary>
    internal static FeaturePlan ReadFeatures(JsonElement json)
    {
        FeatureConfig config = FeatureConfigJson.Read(json);
        ImmutableArray<string> names = Texts(json, "names");
        ImmutableArray<string> extraNames = Texts(json, "extraNames");
        int channels = json.GetProperty("channels").GetInt32();

        // The size of the plan is known before it is made, so that a few digits in a file cannot ask for gigabytes.
        long perChannel = FeaturePlan.Create(config).Count;
        Require(channels >= 1 && (perChannel * channels) + extraNames.Length == names.Length, "as many map names as the configuration gives");
        FeaturePlan plan = FeaturePlan.Create(config, channels, extraNames);
        Require(plan.Names.SequenceEqual(names), "the map names of the configuration");
        return plan;
    }

    /// <summary>The classes 1..K.</summary>
    /// <param name="root">The object that holds them.</param>
    /// <param name="least">The smallest number of classes.</param>
    internal static ImmutableArray<SegClass> ReadClasses(JsonElement root, int least)
    {
        var classes = ImmutableArray.CreateBuilder<SegClass>();
        var values = new HashSet<long>();
        foreach (JsonElement json in root.GetProperty("classes").EnumerateArray())
        {
            var one = new SegClass(json.GetProperty("index").GetInt32(), json.GetProperty("value").GetInt64(), Text(json, "name"), RgbColor.Parse(Text(json, "color")));
            Require(one.Index == classes.Count + 1 && values.Add(one.Value), "classes in order, each with a value of its own");
            classes.Add(one);
        }

        Require(classes.Count >= least && classes.Count <= ushort.MaxValue, $"{least} to 65535 classes");
        return classes.ToImmutable();
    }

    private static TrainingSummary ReadTraining(JsonElement json, int classCount)
    {
        ImmutableArray<int> samples = [.. json.GetProperty("samplesPerClass").EnumerateArray().Select(n => n.GetInt32())];
        ImmutableArray<double> weights = Numbers(json, "classWeights", 0, double.MaxValue);
        Require(samples.Length == classCount && samples.All(n => n >= 0) && weights.Length == classCount, $"samples and weights of {classCount} classes");
        JsonElement outOfBag = json.GetProperty("outOfBagAccuracy");
        JsonElement library = json.GetProperty("libraryVersion");
        return new TrainingSummary(
            json.GetProperty("sampleCount").GetInt32(),
            samples,
            weights,
            Number(json.GetProperty("trainingAccuracy"), 0, 1),
            outOfBag.ValueKind == JsonValueKind.Null ? null : Number(outOfBag, 0, 1),
            ReadFiles(json),
            library.ValueKind == JsonValueKind.Null ? null : library.GetString(),
            Texts(json, "warnings"));
    }

    /// <summary>The files that labelled pixels came from, with hashes.</summary>
    internal static ImmutableArray<FileFingerprint> ReadFiles(JsonElement json)
        => [.. json.GetProperty("files").EnumerateArray().Select(f => new FileFingerprint(Text(f, "role"), Text(f, "name"), Text(f, "sha256")))];

    private static ImmutableArray<double> Numbers(JsonElement json, string name, double low, double high)
        => [.. json.GetProperty(name).EnumerateArray().Select(n => Number(n, low, high))];

    private static double Number(JsonElement json, double low, double high)
    {
        double value = json.GetDouble();
        Require(value >= low && value <= high, "numbers in their range");
        return value;
    }

    private static ImmutableArray<string> Texts(JsonElement json, string name)
        => [.. json.GetProperty(name).EnumerateArray().Select(n => n.GetString() ?? throw new InvalidDataException($"Expected texts in '{name}'."))];

    private static string Text(JsonElement json, string name)
        => json.GetProperty(name).GetString() ?? throw new InvalidDataException($"Expected a text as '{name}'.");

    /// <summary>A value of an enumeration by its name.</summary>
    internal static T Enumeration<T>(JsonElement json, string name)
        where T : struct, Enum
    {
        string text = Text(json, name);
        foreach (T value in Enum.GetValues<T>())
        {
            if (value.ToString() == text)
            {
                return value;
            }
        }

        throw new InvalidDataException($"Expected one of {string.Join(", ", Enum.GetNames<T>())} as '{name}', found '{text}'.");
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidDataException($"Expected {what} in the description.");
        }
    }
}
