using System.Globalization;
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
/// <para>With -AsLabels a volume, or a file of several slices, becomes one label volume in which an object has the same number in all its
/// slices; single slices from the pipeline become maps of their own, numbered from 1 each, with a warning unless -PerSlice says so.</para>
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
/// <example>
/// <code>$phantom = New-SegPhantom -Depth 32 -Height 64 -Width 64
/// $phantom.Truth | Measure-SegObject -Class Rod, Sheet -AsLabels | Export-SegLabels objects.tif -Force</code>
/// <para>A label volume of objects, for other programs.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "SegObject")]
[OutputType(typeof(SegObject), typeof(SegLabels), typeof(SegLabelVolume))]
public sealed class MeasureSegObjectCommand : SegCommand
{
    private ObjectMeasurement? measurement;
    private ObjectOptions options = new();
    private SegLabels? first;
    private ImageSource? numbered;
    private bool told;

    /// <summary>The labels to measure: labels, a label volume, a segmentation, or the path of a label file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public LabelInput Labels { get; set; } = null!;

    /// <summary>
    /// Which neighbours belong to one object: Face (4 in an image, 6 in a volume), Edge (8 or 18) or Full (8 or 26); the numbers are taken
    /// too.
    /// </summary>
    [Parameter]
    [ValidateSet("Full", "Face", "Edge", "4", "8", "6", "18", "26")]
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

    /// <summary>Distance between the slices of a volume, in the unit of the file's pixel size; not used, with a warning, where that is not known.</summary>
    [Parameter]
    [ValidateRange(1e-300, 1e300)]
    public double? SliceDistance { get; set; }

    /// <summary>
    /// Gives label maps, or a label volume, in which every object is a class of its own, numbered as in the table; those of single slices
    /// from the pipeline as in the table of -PerSlice.
    /// </summary>
    [Parameter]
    public SwitchParameter AsLabels { get; set; }

    private protected override void Process()
    {
        LabelInput input = Labels;
        Attempt(input, () =>
        {
            SegLabelVolume? volume = PerSlice ? null : input.OpenIfVolume(this, Cancellation);
            if (volume is { Depth: > 1 } && AsLabels)
            {
                WriteObject(Number(volume, input.Volume is null));
                return;
            }

            using SegLabelVolume? opened = input.Volume is null ? volume : null;
            if (volume is not null)
            {
                // Nothing that came before is continued by a volume.
                Finish();
                if (volume.Depth > 1)
                {
                    Measure(volume);
                    return;
                }

                Add(volume.ReadSlice(0));
                Finish();
                return;
            }

            foreach (SegLabels labels in input.Slices(this, Cancellation))
            {
                Add(labels);
            }
        });
    }

    private protected override void End() => Finish();

    private void Add(SegLabels labels)
    {
        if (AsLabels && !PerSlice)
        {
            TellOfSlices(labels);
        }

        if (measurement?.Continues(labels) != true || AsLabels)
        {
            Finish();
            options = OptionsOf(labels.Classes) with { PerSlice = PerSlice || AsLabels };
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

    // Maps are made slice by slice, the table of the same slices is that of a volume: who wants one for the other is to know.
    private void TellOfSlices(SegLabels labels)
    {
        const string Remedy = "Give the file itself, or read it with Import-SegLabels -As Volume.";
        if (Connectivity is "6" or "18" or "26")
        {
            Terminate(new SegException("ConnectivityMismatch", SegErrorKind.InvalidArgument, $"Expected a volume for a connectivity of {Connectivity} with -AsLabels, found {labels.Source}, a slice that becomes a map of its own.", Remedy), labels);
        }

        bool next = numbered is { } before && before.Path == labels.Source.Path && before.Dataset == labels.Source.Dataset && labels.Slice > before.SliceIndex;
        if (next && !told)
        {
            told = true;
            WriteWarning($"The objects of {labels.Source with { SliceIndex = null }} are numbered slice by slice, from 1 in each. {Remedy} Then an object has one number in all its slices.");
        }

        numbered = labels.Source;
    }

    private void Measure(SegLabelVolume volume)
    {
        RequireConnectivity(volume.Depth);
        IReadOnlyList<SegObject> objects = Run("Finding objects", volume.Source.ToString(), 1, run => ObjectMeasurement.Measure(volume, OptionsOf(volume.Classes), run));
        Write(objects, volume.Source, volume.Depth);
    }

    private void Write(IReadOnlyList<SegObject> objects, ImageSource source, int slices)
    {
        Verbose($"{source}: {objects.Count} object(s) in {slices} slice(s)");
        if (SliceDistance is double distance && slices > 1 && objects is [{ Size: null }, ..])
        {
            WriteWarning(string.Create(CultureInfo.InvariantCulture, $"-SliceDistance {distance} is not used: {source} has no pixel size in a unit of length, so that objects have voxels and no volume. Give all three distances to Import-SegLabels, with -As Volume, -VoxelSize and -VoxelUnit."));
        }

        WriteObject(objects, enumerateCollection: true);
    }

    private void Finish()
    {
        if (measurement is not { } complete || first is not { } labels)
        {
            return;
        }

        (measurement, first) = (null, null);
        RequireConnectivity(complete.SliceCount);
        IReadOnlyList<SegObject> objects = Run("Measuring objects", labels.Source.ToString(), 1, _ => complete.Complete());
        if (AsLabels)
        {
            Verbose($"{labels.Source}: {objects.Count} object(s) in {complete.SliceCount} slice(s)");
            WriteObject(Run("Numbering objects", labels.Source.ToString(), 1, run => ObjectMap.Of(labels, options, run)));
            return;
        }

        Write(objects, labels.Source, complete.SliceCount);
    }

    // The map closes the file it is read from; where there is none, nobody else would.
    private SegLabelVolume Number(SegLabelVolume volume, bool owned)
    {
        try
        {
            RequireConnectivity(volume.Depth);
            return Run("Numbering objects", volume.Source.ToString(), 1, run => ObjectMap.Of(volume, OptionsOf(volume.Classes), run, owned ? volume : null));
        }
        catch when (owned)
        {
            volume.Dispose();
            throw;
        }
    }

    private ObjectOptions OptionsOf(IReadOnlyList<SegClass> classes) => new()
    {
        Connectivity = Connectivity switch { "Face" or "4" or "6" => ObjectConnectivity.Face, "Edge" or "18" => ObjectConnectivity.Edge, _ => ObjectConnectivity.Full },
        MinimumPixels = MinimumSize,
        ClassIndices = Class is null ? null : ClassArgument.IndicesOf(Class, classes),
        SliceDistance = SliceDistance,
    };

    private void RequireConnectivity(int slices)
    {
        bool volume = slices > 1;
        if (Connectivity is "4" or "8" && volume || Connectivity is "6" or "18" or "26" && !volume)
        {
            string dimension = volume ? $"a volume of {slices} slices" : "an image";
            throw new SegException("ConnectivityMismatch", SegErrorKind.InvalidArgument, $"Expected a connectivity that belongs to {dimension}, found {Connectivity}.", "Use Face, Edge or Full, which suit images and volumes.");
        }
    }
}
