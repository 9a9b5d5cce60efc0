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
public sealed class ImportSegLabelsCommand : ImageFileCommand
{
    /// <summary>Names of the classes in ascending order of their values. Default: class 1, class 2, ...</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ClassName { get; set; }

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
