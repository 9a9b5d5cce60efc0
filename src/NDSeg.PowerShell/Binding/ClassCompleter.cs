using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NDSeg.Images;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Binding;

/// <summary>Completes class names from the labels, segmentation or model that is bound to another parameter.</summary>
public sealed class ClassCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        IEnumerable<SegClass> classes = fakeBoundParameters.Values.Cast<object?>().SelectMany(ClassesOf);
        return Completion.Of(classes.Select(c => (c.Name, $"{c.Name}, value {c.Value}, {c.Color}")), wordToComplete);
    }

    private static IReadOnlyList<SegClass> ClassesOf(object? bound) => (bound is PSObject wrapped ? wrapped.BaseObject : bound) switch
    {
        SegLabels labels => labels.Classes,
        SegSegmentation segmentation => segmentation.Classes,
        Models.SegModel model => model.Classes,
        _ => [],
    };
}
