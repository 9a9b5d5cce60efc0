using System.Globalization;
using System.Text.Json;

namespace NDSeg.Trees;

/// <summary>
/// Reads XGBoost's own JSON model, as versions 1.7 to 3.x write it: booster <c>gbtree</c> with numerical splits and scalar
/// leaves, objective multi:softprob, multi:softmax or binary:logistic. A base score is a probability for the logistic objective
/// and a margin for the others; one number or, since 3.0, a list as text. All trees are taken; <c>default_left</c> is not, since
/// maps hold numbers only (a value that is not a number goes right).
/// </summary>
public static class XGBoostJson
{
    // Beyond any real model; a file of a few bytes must not ask for gigabytes.
    private const int MaxClasses = ushort.MaxValue;
    private const int MaxFeatures = 1 << 20;

    /// <summary>Reads a model.</summary>
    /// <param name="utf8">The file.</param>
    /// <exception cref="SegException">
    /// InvalidBoosterJson for content that is no XGBoost model; UnsupportedBooster for a model of another sort (dart, gblinear,
    /// categorical splits, vector leaves, several targets, another objective).
    /// </exception>
    public static TreeEnsemble Parse(byte[] utf8)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        return Parse(utf8.AsMemory());
    }

    /// <inheritdoc cref="Parse(byte[])"/>
    public static TreeEnsemble Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return Read(document.RootElement);
        }
        catch (SegException error) when (error.Id is "InvalidTree" or "InvalidEnsemble")
        {
            throw new SegException("InvalidBoosterJson", SegErrorKind.InvalidData, error.Message, cause: error);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new SegException("InvalidBoosterJson", SegErrorKind.InvalidData, $"Expected an XGBoost model as JSON; {error.Message}", "Save the model with Booster.save_model('model.json').", cause: error);
        }
    }

    private static TreeEnsemble Read(JsonElement root)
    {
        JsonElement learner = Member(root, "learner");
        JsonElement booster = Member(learner, "gradient_booster");
        string? boosterName = Member(booster, "name").GetString();
        Require(boosterName == "gbtree", "booster gbtree", $"booster '{boosterName}'");
        JsonElement parameters = Member(learner, "learner_model_param");
        string objective = Member(Member(learner, "objective"), "name").GetString() ?? string.Empty;
        bool logistic = objective == "binary:logistic";
        Require(logistic || objective is "multi:softprob" or "multi:softmax", "objective multi:softprob, multi:softmax or binary:logistic", $"objective '{objective}'");
        int targets = Number(parameters, "num_target", 1);
        Require(targets <= 1, "one target", $"{targets} targets");
        int features = Number(parameters, "num_feature", 0);
        int classes = logistic ? 2 : Number(parameters, "num_class", 0);
        if (features < 1 || features > MaxFeatures || classes < 2 || classes > MaxClasses || (logistic && Number(parameters, "num_class", 0) > 1))
        {
            throw Invalid($"{features} maps and {classes} classes");
        }

        int margins = logistic ? 1 : classes;
        JsonElement model = Member(booster, "model");
        JsonElement info = Member(model, "tree_info");
        JsonElement trees = Member(model, "trees");
        int count = trees.GetArrayLength();
        if (count < 1 || info.GetArrayLength() != count)
        {
            throw Invalid($"{count} trees and {info.GetArrayLength()} entries of tree_info");
        }

        var read = new DecisionTree[count];
        JsonElement.ArrayEnumerator target = info.EnumerateArray();
        int next = 0;
        foreach (JsonElement tree in trees.EnumerateArray())
        {
            target.MoveNext();
            read[next++] = XGBoostJsonTree.Read(tree, target.Current.GetInt32());
        }

        return new TreeEnsemble(EnsembleKind.Booster, classes, features, read, BaseMargins(parameters, margins, logistic));
    }

    private static float[] BaseMargins(JsonElement parameters, int margins, bool logistic)
    {
        string text = (Member(parameters, "base_score").GetString() ?? string.Empty).Trim();
        if (text.StartsWith('[') && text.EndsWith(']'))
        {
            text = text[1..^1];
        }

        float[] scores = [.. text.Split(',').Select(t => float.Parse(t, NumberStyles.Float, CultureInfo.InvariantCulture))];
        if (scores.Length != 1 && scores.Length != margins)
        {
            throw Invalid($"{scores.Length} base scores for {margins} margins");
        }

        float[] result = [.. Enumerable.Range(0, margins).Select(k => scores[scores.Length == 1 ? 0 : k])];
        for (int k = 0; logistic && k < margins; k++)
        {
            if (!(result[k] > 0 && result[k] < 1))
            {
                throw Invalid($"base score {result[k]}");
            }

            // The library's own inverse of the logistic function, in its precision.
            result[k] = -MathF.Log((1f / result[k]) - 1f);
        }

        return result;
    }

    internal static JsonElement Member(JsonElement parent, string name)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement member) ? member : throw Invalid($"no '{name}'");

    // XGBoost writes the numbers of its parameter blocks as text.
    internal static int Number(JsonElement parent, string name, int absent)
    {
        if (!parent.TryGetProperty(name, out JsonElement member))
        {
            return absent;
        }

        return member.ValueKind == JsonValueKind.Number ? member.GetInt32() : int.Parse(member.GetString() ?? string.Empty, NumberStyles.Integer, CultureInfo.InvariantCulture);
    }

    internal static void Require(bool condition, string expected, string found)
    {
        if (!condition)
        {
            throw new SegException("UnsupportedBooster", SegErrorKind.NotSupported, $"Expected an XGBoost model with {expected}; found {found}.", "Train the model with these settings.");
        }
    }

    internal static SegException Invalid(string found)
        => new("InvalidBoosterJson", SegErrorKind.InvalidData, $"Expected an XGBoost model as JSON; found {found}.", "Save the model with Booster.save_model('model.json').");
}
