using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NDSeg.Trees;

/// <summary>
/// Reads XGBoost's own JSON model, as versions 1.7 to 3.x write it: booster <c>gbtree</c> with numerical splits and scalar
/// leaves, objective multi:softprob, multi:softmax or binary:logistic. A base score is a probability for the logistic objective
/// and a margin for the others; one number or, since 3.0, a list as text. All trees are taken; <c>default_left</c> is not, since
/// maps hold numbers only (a value that is not a number goes right).
/// </summary>
/// <remarks>The text is read token by token: there are the trees and the numbers of one tree, no document.</remarks>
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
        using var text = MemoryMarshal.TryGetArray(utf8, out ArraySegment<byte> part) ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false) : new MemoryStream(utf8.ToArray());
        return Parse(text, utf8.Length);
    }

    /// <summary>Reads a model to the end of a stream, with a buffer of bounded size.</summary>
    /// <param name="text">The file.</param>
    /// <param name="length">Its bytes: how many nodes the trees may have follows from it.</param>
    /// <inheritdoc cref="Parse(byte[])"/>
    public static TreeEnsemble Parse(Stream text, long length)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return Assemble(XGBoostJsonParts.Read(text, length));
        }
        catch (SegException error) when (error.Id is "InvalidTree" or "InvalidEnsemble")
        {
            throw new SegException("InvalidBoosterJson", SegErrorKind.InvalidData, error.Message, cause: error);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new SegException("InvalidBoosterJson", SegErrorKind.InvalidData, $"Expected an XGBoost model as JSON; {error.Message}", "Save the model with Booster.save_model('model.json').", cause: error);
        }
    }

    private static TreeEnsemble Assemble(XGBoostJsonParts parts)
    {
        string booster = parts.Booster ?? throw Missing("name");
        Require(booster == "gbtree", "booster gbtree", $"booster '{booster}'");
        string objective = parts.Objective ?? throw Missing("objective");
        bool logistic = objective == "binary:logistic";
        Require(logistic || objective is "multi:softprob" or "multi:softmax", "objective multi:softprob, multi:softmax or binary:logistic", $"objective '{objective}'");
        Require(parts.Targets <= 1, "one target", $"{parts.Targets} targets");
        int classes = logistic ? 2 : parts.Classes;
        if (parts.Features < 1 || parts.Features > MaxFeatures || classes < 2 || classes > MaxClasses || (logistic && parts.Classes > 1))
        {
            throw Invalid($"{parts.Features} maps and {classes} classes");
        }

        List<XGBoostJsonTree> trees = parts.Trees ?? throw Missing("trees");
        List<int> info = parts.TreeInfo ?? throw Missing("tree_info");
        if (trees.Count < 1 || info.Count != trees.Count)
        {
            throw Invalid($"{trees.Count} trees and {info.Count} entries of tree_info");
        }

        DecisionTree[] read = [.. trees.Select((tree, i) => tree.For(info[i]))];
        return new TreeEnsemble(EnsembleKind.Booster, classes, parts.Features, read, BaseMargins(parts.BaseScore ?? throw Missing("base_score"), logistic ? 1 : classes, logistic));
    }

    private static float[] BaseMargins(string text, int margins, bool logistic)
    {
        text = text.Trim();
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

    internal static void Require(bool condition, string expected, string found)
    {
        if (!condition)
        {
            throw new SegException("UnsupportedBooster", SegErrorKind.NotSupported, $"Expected an XGBoost model with {expected}; found {found}.", "Train the model with these settings.");
        }
    }

    internal static SegException Missing(string name) => Invalid($"no '{name}'");

    internal static SegException Invalid(string found)
        => new("InvalidBoosterJson", SegErrorKind.InvalidData, $"Expected an XGBoost model as JSON; found {found}.", "Save the model with Booster.save_model('model.json').");
}
