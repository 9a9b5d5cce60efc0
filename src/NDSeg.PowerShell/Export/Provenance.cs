using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NDSeg.Engines;
using NDSeg.Imaging;
using NDSeg.Models;
using NDSeg.Storage;

namespace NDSeg.PowerShell.Export;

/// <summary>Writes down how labels were made: hashes of input and model, configuration, versions, device, seed, and the time.</summary>
internal static class Provenance
{
    private static readonly ConditionalWeakTable<SegModel, string> ModelHashes = [];

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The module's version.</summary>
    public static string ModuleVersion { get; } =
        typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Describes a result.</summary>
    /// <param name="labels">The labels; for a volume those of any slice.</param>
    /// <param name="segmentation">What Invoke-SegApply gave; null for labels that were not computed here.</param>
    /// <param name="wholeVolume">Whether the file holds all slices, so that no slice is named.</param>
    /// <param name="repeatable">Leaves out what differs from run to run.</param>
    /// <param name="cancellation">Ends the hashing early.</param>
    public static string Describe(SegLabels labels, SegSegmentation? segmentation, bool wholeVolume, bool repeatable, CancellationToken cancellation)
    {
        ImageSource source = wholeVolume ? labels.Source with { SliceIndex = null } : labels.Source;
        SegModel? model = segmentation?.Model;
        var account = new
        {
            Format = "ndseg-provenance-1",
            NDSeg = ModuleVersion,
            Runtime = RuntimeInformation.FrameworkDescription,
            XGBoost = model?.State?.Summary.LibraryVersion,
            Input = source.Path is string path && File.Exists(path)
                ? FileFingerprint.Of(path, "image", source.ToString(), cancellation)
                : new FileFingerprint("image", source.ToString(), string.Empty),
            Height = labels.Height,
            Width = labels.Width,
            Classes = labels.Classes.Select(c => new { c.Value, c.Name, Color = c.Color.ToString() }),
            Model = model is null ? null : new
            {
                Sha256 = HashOf(model),
                model.Parameters,
                TrainingFiles = model.State!.Summary.Files,
            },
            Features = model?.Config,
            Device = segmentation?.Device,
            DurationSeconds = repeatable ? null : segmentation?.Duration.TotalSeconds,
            Written = repeatable ? null : DateTimeOffset.Now.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
        };
        return JsonSerializer.Serialize(account, Json);
    }

    /// <summary>Identifies what a volume of labels is computed from.</summary>
    public static string Fingerprint(SegLabels labels, SegSegmentation? segmentation, CancellationToken cancellation)
    {
        string input = labels.Source.Path is string path && File.Exists(path) ? FileFingerprint.Of(path, "image", cancellation: cancellation).Sha256 : "memory";
        return $"{input} {labels.Source.Dataset} {(segmentation is null ? "labels" : HashOf(segmentation.Model))}";
    }

    private static string HashOf(SegModel model) => ModelHashes.GetValue(model, static m =>
    {
        using var stream = new MemoryStream();
        ModelFile.Write(stream, m);
        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    });
}
