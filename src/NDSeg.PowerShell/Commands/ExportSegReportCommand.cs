using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.IO.Report;
using NDSeg.Models;
using NDSeg.Objects;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Quality;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Commands;

/// <summary>Writes a report of a result: one HTML file that needs neither a network nor other files.</summary>
/// <remarks>
/// <para>It shows image and labels with a slider between them, the phases as a table and bars, objects, the importance of the maps,
/// and the account of how the labels were made; with -Truth also the accuracy and the confusion matrix, and with a segmentation that has
/// them the uncertainties. Of a segmentation the image is read from its file; of other labels -Image gives it.</para>
/// <para>Of a label volume, or a file of several slices, it shows sections through the middle and measures the whole: phases, accuracy and
/// objects in three dimensions.</para>
/// <para>-Index writes a page over all reports of a folder instead, with their phases, night by night, and the trends.</para>
/// </remarks>
/// <example>
/// <code>Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg -Uncertainty | Export-SegReport report.html -Truth truth.tif -Force</code>
/// <para>A report with accuracy and uncertainty.</para>
/// </example>
/// <example>
/// <code>Get-Item slice.tif | Import-SegImage | Invoke-SegApply -Model model.ndseg | Export-SegReport -Directory reports -Force
/// Export-SegReport -Index reports -Force</code>
/// <para>A folder of reports and its index.</para>
/// </example>
[Cmdlet(VerbsData.Export, "SegReport", DefaultParameterSetName = FileSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed partial class ExportSegReportCommand : SegCommand
{
    private const string FileSet = "File";
    private const string DirectorySet = "Directory";
    private const string IndexSet = "Index";
    private const string IndexName = "index.html";

    private readonly Provenance provenance = new();
    private readonly HashSet<string> written = [];
    private ReferenceLabels? truth;
    private SegModel? model;

    /// <summary>The HTML file to write.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The folder for reports that are named after their sources.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DirectorySet)]
    [ValidateNotNullOrEmpty]
    public string Directory { get; set; } = string.Empty;

    /// <summary>A folder above the sources: the folders below it are made in -Directory as well, each to be indexed on its own.</summary>
    [Parameter(ParameterSetName = DirectorySet)]
    [ValidateNotNullOrEmpty]
    public string? RelativeTo { get; set; }

    /// <summary>The folder whose reports get an index page, index.html.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IndexSet)]
    [ValidateNotNullOrEmpty]
    public string Index { get; set; } = string.Empty;

    /// <summary>The result: a segmentation, labels, a label volume, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = FileSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectorySet)]
    [ValidateNotNull]
    public LabelInput Labels { get; set; } = null!;

    /// <summary>The image or volume: an object or the path of a file. Of a segmentation it is read from the file it came from.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = DirectorySet)]
    [ValidateNotNull]
    public ImageInput? Image { get; set; }

    /// <summary>The truth: labels, a label volume, or the path of a label file.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = DirectorySet)]
    [ValidateNotNull]
    public LabelInput? Truth { get; set; }

    /// <summary>The model whose importances are shown. Of a segmentation it is the one that was applied.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = DirectorySet)]
    [ValidateNotNull]
    public ModelInput? Model { get; set; }

    /// <summary>Phases from Measure-SegPhase; measured here when left out.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [ValidateNotNull]
    public SegPhase[]? Phase { get; set; }

    /// <summary>Objects from Measure-SegObject; measured here when left out. An empty list leaves them out.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public SegObject[]? Object { get; set; }

    /// <summary>Heading of the report.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Replaces existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the files that were made to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin()
    {
        truth = Truth is null ? null : new ReferenceLabels(Truth, this, Cancellation);
        model = Model?.Resolve(this);
    }

    private protected override void Process()
    {
        if (ParameterSetName == IndexSet)
        {
            string target = System.IO.Path.Combine(this.FileOf(Index), IndexName);
            Write(target, "Write index of reports", options => ReportWriter.WriteIndex(target, Force, options.Cancellation));
            return;
        }

        LabelInput input = Labels;
        Attempt(input, () =>
        {
            using SegLabelVolume? opened = input.Volume is null ? input.OpenIfVolume(this, Cancellation) : null;
            if ((input.Volume ?? opened) is { Depth: > 1 } volume)
            {
                WriteVolume(volume);
                return;
            }

            SegLabels labels = input.Resolve(this, Cancellation);
            string target = TargetOf(labels.Source);
            SegImage? image = ImageOf(input, labels);
            Write(target, "Write report", options =>
            {
                ReportWriter.Write(target, SampleOf(labels, input.Segmentation, image, options), Force, options.Cancellation);
                return 1;
            });
        });
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            truth?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Write(string target, string action, Func<RunOptions, int> write)
    {
        if (!MayWrite(target, action))
        {
            return;
        }

        int reports = Run(action, target, 0, write);
        Verbose($"{target}: {Counted(reports, "report")}, {Elapsed.TotalSeconds:0.000} s");
        if (PassThru)
        {
            WriteObject(WrittenFile.Of(this, target));
        }
    }

    private SegImage? ImageOf(LabelInput input, SegLabels labels)
    {
        ImageSource? source = input.Segmentation?.Source;
        if (Image is not null)
        {
            return Image.Resolve(this, source?.SliceIndex ?? labels.Slice ?? 0, Cancellation);
        }

        if (source?.Path is null || !System.IO.Path.Exists(source.Path))
        {
            return null;
        }

        var options = new ImageReadOptions
        {
            Dataset = source.Dataset,
            Axis = source.Reading?.Axis,
            ChannelAxis = source.Reading?.ChannelAxis,
            Slices = source.SliceIndex is int slice ? [SliceRange.Of(slice)] : null,
        };
        return ImageReader.Read(source.Path, options, Cancellation).First();
    }

    private ReportSample SampleOf(SegLabels labels, SegSegmentation? segmentation, SegImage? image, RunOptions options)
    {
        SegLabels? expected = truth?.Volume is { } whole ? whole.ReadSlice(VolumePlace.Of(labels, whole)) : truth?.Map;
        SegModel? used = model ?? segmentation?.Model;
        IReadOnlyList<SegObject> objects = Object ?? Objects(labels, options.Cancellation);
        return new ReportSample
        {
            Title = Title ?? labels.Source.ToString(),
            Labels = labels,
            Image = image,
            Truth = expected,
            Accuracy = expected is null ? null : SegAccuracy.Measure(labels, expected),
            Phases = Phase ?? SegPhase.Measure(labels),
            Objects = objects,
            ObjectMap = Object is null && objects.Count is > 0 and <= ObjectMap.MostObjects ? ObjectMap.Of(labels, new ObjectOptions()) : null,
            Importance = Importance(used),
            Uncertainty = segmentation?.Entropy ?? (segmentation?.Margin is { } margin ? Array.ConvertAll(margin, m => 1 - m) : null),
            UncertaintyName = segmentation?.Entropy is null ? "1 - margin" : "entropy",
            Facts = Facts(segmentation, used),
            Provenance = segmentation is null ? Stored(labels, options.Cancellation) : provenance.Describe(LabelOrigin.Of(labels, segmentation), wholeVolume: false, options.Cancellation),
            Written = DateTimeOffset.Now,
        };
    }

    private static IReadOnlyList<SegObject> Objects(SegLabels labels, CancellationToken cancellation)
    {
        var measurement = new ObjectMeasurement();
        measurement.Add(labels, cancellation);
        return measurement.Complete();
    }

    private static IReadOnlyList<MapShare> Importance(SegModel? model)
        => model?.State is not { } state ? [] : [.. state.Importance.Select((share, map) => new MapShare(state.Plan.Names[map], share)).OrderByDescending(m => m.Share)];

    private static List<KeyValuePair<string, string>> Facts(SegSegmentation? segmentation, SegModel? model)
    {
        var facts = new List<KeyValuePair<string, string>> { new("NDSeg", NDSeg.PowerShell.Export.Provenance.ModuleVersion) };
        if (segmentation is not null)
        {
            facts.Add(new("Device", segmentation.Device));
            facts.Add(new("Labelling took", FormattableString.Invariant($"{segmentation.Duration.TotalSeconds:0.000} s")));
            facts.AddRange(segmentation.Steps.Select(s => new KeyValuePair<string, string>("Step", s.Settings.Count == 0 ? s.Name : $"{s.Name}: {string.Join(", ", s.Settings.Select(p => FormattableString.Invariant($"{p.Key} {p.Value}")))}")));
        }

        if (model is not null)
        {
            facts.Add(new("Model", $"{model.Algorithm}, SHA-256 {model.Sha256}"));
            if (model.State?.Summary is { } summary)
            {
                facts.Add(new("Trained on", FormattableString.Invariant($"{summary.SampleCount:N0} painted pixels: {string.Join(", ", summary.Files.Select(f => f.Name))}")));
                facts.Add(new("Training accuracy", FormattableString.Invariant($"{summary.TrainingAccuracy:F4}") + (summary.OutOfBagAccuracy is double bag ? FormattableString.Invariant($", out of bag {bag:F4}") : string.Empty)));
            }
        }

        return facts;
    }

    // What Export-SegLabels kept beside the label file or in it.
    private static string? Stored(SegLabels labels, CancellationToken cancellation)
    {
        string? path = labels.Source.Path;
        if (path is null || !System.IO.Path.Exists(path))
        {
            return null;
        }

        try
        {
            return File.Exists(path + ".json") ? File.ReadAllText(path + ".json") : ProvenanceReader.Read(path, labels.Source.Dataset, cancellation);
        }
        catch (SegException)
        {
            // Labels of another program, such as a region file: they carry no account.
            return null;
        }
    }
}
