using System.Management.Automation;
using NDSeg.Images;
using NDSeg.Objects;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Finds the objects of a label map, the connected components of every class, and measures them.</summary>
/// <remarks>
/// <para>Writes one object per component: pixels, area and diameter in units where the file gives a pixel size, centroid, box, and
/// whether it touches the border. All properties are numbers and texts, so the table goes into Export-Csv as it is.</para>
/// <para>The slices of a volume, from a file or from the pipeline, are one volume, held two slices at a time. Volumes in units need the
/// distance between slices, which ImageJ's files have; -SliceDistance gives it otherwise.</para>
/// </remarks>
/// <example>
/// <code>Measure-SegObject truth.tif -Class 1 -MinimumSize 10 | Sort-Object Pixels -Descending</code>
/// <para>The objects of one class, the largest first.</para>
/// </example>
/// <example>
/// <code>$objects = Import-SegImage slice.tif | Invoke-SegApply -Model model.ndseg | Measure-SegObject -AsLabels
/// Export-SegFigure objects.png -Panel $objects -Force</code>
/// <para>A picture coloured by object.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "SegObject")]
[OutputType(typeof(SegObject), typeof(SegLabels))]
public sealed class MeasureSegObjectCommand : SegCommand
{
    private ObjectMeasurement? measurement;
    private ObjectOptions options = new();
    private SegLabels? first;

    /// <summary>The labels to measure: labels, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public LabelInput Labels { get; set; } = null!;

    /// <summary>Which neighbours belong to one object: Face (4 in an image, 6 in a volume) or Full (8 or 26); the numbers are taken too.</summary>
    [Parameter]
    [ValidateSet("Full", "Face", "4", "8", "6", "26")]
    public string Connectivity { get; set; } = "Full";

    /// <summary>Objects with fewer pixels are left out.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long MinimumSize { get; set; } = 1;

    /// <summary>Names or file values of the classes whose objects are wanted. All classes when left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ClassCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Class { get; set; }

    /// <summary>Measures every slice of a volume as an image of its own.</summary>
    [Parameter]
    public SwitchParameter PerSlice { get; set; }

    /// <summary>Distance between the slices of a volume, in the unit of the file's pixel size.</summary>
    [Parameter]
    [ValidateRange(1e-300, 1e300)]
    public double? SliceDistance { get; set; }

    /// <summary>Gives label maps in which every object is a class of its own, numbered as in the table. For images and single slices.</summary>
    [Parameter]
    public SwitchParameter AsLabels { get; set; }

    private protected override void Process()
    {
        LabelInput input = Labels;
        Attempt(input, () =>
        {
            foreach (SegLabels labels in input.Slices(this, Cancellation))
            {
                Add(labels);
            }
        });
    }

    private protected override void End() => Finish();

    private void Add(SegLabels labels)
    {
        if (measurement?.Continues(labels) != true || AsLabels)
        {
            Finish();
            options = new ObjectOptions
            {
                Connectivity = Connectivity is "Face" or "4" or "6" ? ObjectConnectivity.Face : ObjectConnectivity.Full,
                MinimumPixels = MinimumSize,
                ClassIndices = Class is null ? null : ClassArgument.IndicesOf(Class, labels.Classes),
                PerSlice = PerSlice || AsLabels,
                SliceDistance = SliceDistance,
            };
            measurement = new ObjectMeasurement(options);
            first = labels;
        }

        ObjectMeasurement running = measurement;
        Run("Finding objects", labels.Source.ToString(), 1, run =>
        {
            running.Add(labels, run.Cancellation);
            return true;
        });
    }

    private void Finish()
    {
        if (measurement is not { } complete || first is not { } labels)
        {
            return;
        }

        (measurement, first) = (null, null);
        bool volume = complete.SliceCount > 1;
        if (Connectivity is "4" or "8" && volume || Connectivity is "6" or "26" && !volume)
        {
            string dimension = volume ? $"a volume of {complete.SliceCount} slices" : "an image";
            throw new SegException("ConnectivityMismatch", SegErrorKind.InvalidArgument, $"Expected a connectivity that belongs to {dimension}, found {Connectivity}.", "Use Face or Full, which suit images and volumes.");
        }

        IReadOnlyList<SegObject> objects = Run("Measuring objects", labels.Source.ToString(), 1, _ => complete.Complete());
        Verbose($"{labels.Source}: {objects.Count} object(s) in {complete.SliceCount} slice(s)");
        if (AsLabels)
        {
            WriteObject(Run("Numbering objects", labels.Source.ToString(), 1, _ => ObjectMap.Of(labels, objects, options)));
        }
        else
        {
            WriteObject(objects, enumerateCollection: true);
        }
    }
}
