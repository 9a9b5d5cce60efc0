using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Storage;
using NDSeg.Torch;
using NDSeg.Training;

namespace NDSeg.PowerShell.Export;

/// <summary>
/// Writes down how labels were made: hashes of inputs and model, configuration, steps, versions, device, seed, and the time. What
/// it holds is enough to make them again.
/// </summary>
internal sealed class Provenance
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The dataset the labels go to where the file is an HDF5 file; null in other files.</summary>
    public string? OutputDataset { get; set; }

    /// <summary>Where the slices of a volume came from that was stacked from several results; null for all others.</summary>
    public IReadOnlyList<ImageSource>? Sources { get; set; }

    /// <summary>The classes of such a volume, of which no slice need have all.</summary>
    public IReadOnlyList<SegClass>? Classes { get; set; }

    /// <summary>The module's version.</summary>
    public static string ModuleVersion { get; } =
        typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Describes a result in the same words every time: for the label file itself.</summary>
    /// <param name="origin">What the labels were made from.</param>
    /// <param name="wholeVolume">Whether the file holds all slices, so that no slice is named.</param>
    /// <param name="cancellation">Ends the hashing early.</param>
    public string Describe(LabelOrigin origin, bool wholeVolume, CancellationToken cancellation)
        => JsonSerializer.Serialize(Account(origin, wholeVolume, run: null, cancellation), Json);

    /// <summary>Describes a result for a file beside it: also what the file is, when it was made, and how long it took.</summary>
    /// <param name="target">The finished label file.</param>
    /// <param name="missing">The slices of the source that could not be labelled; null where the file is no volume.</param>
    /// <param name="origin">What the labels were made from.</param>
    /// <param name="cancellation">Ends the hashing early.</param>
    public string DescribeFile(string target, IReadOnlyList<int>? missing, LabelOrigin origin, CancellationToken cancellation)
    {
        var run = new
        {
            Output = FileFingerprint.OfInput(target, "labels", cancellation: cancellation),
            MissingSlices = missing,
            DurationSeconds = missing is null ? origin.Duration?.TotalSeconds : null,
            Written = DateTimeOffset.Now.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
        };
        return JsonSerializer.Serialize(Account(origin, wholeVolume: missing is not null, run, cancellation), Json) + "\n";
    }

    /// <summary>Identifies what a volume of labels is computed from, so that no run continues what another began from something else.</summary>
    public static string Fingerprint(SegLabels labels, SegSegmentation? segmentation, CancellationToken cancellation)
    {
        byte[] basis = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                NDSeg = ModuleVersion,
                Input = InputOf(labels.Source with { SliceIndex = null }, "image", cancellation),
                Extras = segmentation?.ExtraSources.Select(e => InputOf(e, "extra", cancellation)),
                Model = segmentation?.Model.Sha256,
                Steps = LabelOrigin.StepsOf(labels, segmentation),
                segmentation?.Device,
            },
            Json);
        return Convert.ToHexStringLower(SHA256.HashData(basis));
    }

    private object Account(LabelOrigin origin, bool wholeVolume, object? run, CancellationToken cancellation)
    {
        SegModel? model = origin.Model;
        return new
        {
            Format = "ndseg-provenance-1",
            NDSeg = ModuleVersion,
            Runtime = RuntimeInformation.FrameworkDescription,
            Platform = RuntimeInformation.RuntimeIdentifier,
            Libraries = FileLibraries(),
            XGBoost = model?.State?.Summary.LibraryVersion,
            Torch = origin.Device is null or "cpu" ? null : TorchVersion(),
            Input = InputOf(wholeVolume ? origin.Source with { SliceIndex = null } : origin.Source, "image", cancellation),
            Inputs = Sources?.Select(s => InputOf(s, "image", cancellation)),
            Extras = origin.Extras.Count > 0 ? origin.Extras.Select(e => InputOf(e, "extra", cancellation)) : null,
            OutputDataset,
            origin.Height,
            origin.Width,
            Classes = (Classes ?? origin.Classes).Select(c => new { c.Value, c.Name, Color = c.Color.ToString() }),
            Model = model is null ? null : new { model.Sha256, Parameters = ParametersOf(model.Parameters), TrainingFiles = model.State!.Summary.Files },
            Features = model?.Config,
            origin.Steps,
            origin.Device,
            Run = run,
        };
    }

    // What the learner uses, and nothing of what else it could be told.
    private static Dictionary<string, object> ParametersOf(ModelParameters parameters)
    {
        var result = new Dictionary<string, object> { ["algorithm"] = parameters.Algorithm, ["classWeight"] = parameters.ClassWeight, ["seed"] = parameters.Seed };
        foreach ((string name, double value) in parameters.GetUsed())
        {
            result[JsonNamingPolicy.CamelCase.ConvertName(name)] = value;
        }

        return result;
    }

    private static object InputOf(ImageSource source, string role, CancellationToken cancellation) => new
    {
        Role = role,
        Name = source.ToString(),
        Sha256 = source.Sha256(cancellation) ?? string.Empty,
        Parts = source.Parts?.Fingerprints(role, cancellation).Select(p => new { p.Name, p.Sha256 }),
        File = source.Path is null ? null : Path.GetFileName(source.Path),
        source.Dataset,
        Slice = source.SliceIndex,

        // A slice that is named by its number is the same one whatever else was asked for.
        Reading = source is { Reading: { Slices: not null } reading, SliceIndex: not null } ? reading with { Slices = null } : source.Reading,
    };

    // The packages that read and write files, as this build knows them; none of them is loaded for it.
    private static SortedDictionary<string, string> FileLibraries()
        => new(
            typeof(ImageReader).Assembly.GetReferencedAssemblies()
                .Where(a => a.Name is string name && !name.StartsWith("System", StringComparison.Ordinal) && !name.StartsWith("NDSeg", StringComparison.Ordinal) && name is not ("netstandard" or "Microsoft.Win32.Primitives"))
                .ToDictionary(a => a.Name!, a => a.Version!.ToString()),
            StringComparer.Ordinal);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string TorchVersion()
    {
        TorchLibraryStatus status = TorchLibrary.Probe();
        return $"TorchSharp {status.TorchSharpVersion}, libtorch {status.LibTorchVersion ?? "unknown"}";
    }
}
