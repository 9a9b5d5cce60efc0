using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NDSeg.Models;
using NDSeg.Storage;
using NDSeg.Training;

namespace NDSeg.PowerShell.Export;

/// <summary>The account beside a training table: what the table says of itself, pixels per class, what the file is, and the time.</summary>
internal static class TrainingDataAccount
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <c>&lt;target&gt;.json</c>.</summary>
    /// <param name="target">The finished table file.</param>
    /// <param name="data">The table.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <param name="cancellation">Ends the hashing early.</param>
    public static void Write(string target, SegTrainingData data, bool overwrite, CancellationToken cancellation)
    {
        JsonObject account = JsonNode.Parse(TrainingDataHeader.Of(data).ToJson())!.AsObject();
        account["samples"] = data.SampleCount;
        account["samplesPerClass"] = new JsonArray([.. data.PixelsPerClass.Select(n => JsonValue.Create(n))]);
        var output = FileFingerprint.Of(target, "training", cancellation: cancellation);
        account["run"] = new JsonObject
        {
            ["output"] = new JsonObject { ["role"] = output.Role, ["name"] = output.Name, ["sha256"] = output.Sha256 },
            ["written"] = DateTimeOffset.Now.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
        };
        AtomicFile.Write(target + ".json", overwrite, stream => JsonSerializer.Serialize(stream, account, Json));
    }
}
