using System.Globalization;
using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Reads label maps: painted strokes, ground truth, results.</summary>
/// <remarks>
/// <para>Every distinct integer value other than 0, or every colour other than black, is a class. The values and colours are kept
/// and come back when labels are exported. 0 and black mean unlabelled.</para>
/// <para>The slices of a label volume share one list of classes and are written one by one.</para>
/// </remarks>
/// <example>
/// <code>Import-SegLabels strokes.tif</code>
/// <para>Reads sparse strokes.</para>
/// </example>
/// <example>
/// <code>Import-SegLabels strokes.tif -ClassName casing, electrolyte, anode, copper, cathode, aluminium</code>
/// <para>Names the classes in the order of their values.</para>
/// </example>
[Cmdlet(VerbsData.Import, "SegLabels", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SegLabels))]
public sealed class ImportSegLabelsCommand : PathCommand
{
    /// <summary>Names of the classes in ascending order of their values. Default: class 1, class 2, ...</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ClassName { get; set; }

    /// <summary>The HDF5 dataset to read. Not needed when the file holds one image only.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Dataset { get; set; }

    /// <summary>Slices to read, counted from 0: numbers and ranges such as 7, 3-9, 100-.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Slice { get; set; }

    /// <summary>The axis of the stored shape that counts slices, from 0; negative counts from the last axis.</summary>
    [Parameter]
    [ValidateRange(-8, 7)]
    public int? Axis { get; set; }

    /// <summary>The axis of the stored shape that holds red, green and blue, from 0; negative counts from the last axis.</summary>
    [Parameter]
    [ValidateRange(-8, 7)]
    public int? ChannelAxis { get; set; }

    private protected override IReadOnlyList<string> FolderExtensions => ImageFolder.Extensions;

    private protected override void ProcessFile(string file)
    {
        var options = new LabelReadOptions { Dataset = Dataset, Slices = SliceArgument.Parse(Slice), Axis = Axis, ChannelAxis = ChannelAxis, ClassNames = ClassName };
        string name = System.IO.Path.GetFileName(file);
        int read = 0;
        Stream<SegLabels>(
            "Importing labels",
            _ => string.Create(CultureInfo.InvariantCulture, $"{name}: {read} read"),
            (channel, cancellation) =>
            {
                foreach (SegLabels labels in LabelReader.ReadAll(file, options, cancellation))
                {
                    channel.Write(PipelineRecordKind.Output, labels);
                }
            },
            labels =>
            {
                read++;
                WriteObject(labels);
            });
    }
}
