using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Binding;

/// <summary>Completes class names from the labels, segmentation or model that is bound to another parameter.</summary>
public sealed class ClassCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        ArgumentNullException.ThrowIfNull(commandAst);
        IEnumerable<SegClass> classes = fakeBoundParameters.Values.Cast<object?>().Concat(Piped(commandAst)).SelectMany(ClassesOf);
        return Completion.Of(classes.Select(c => (c.Name, $"{c.Name}, value {c.Value}, {c.Color}")), wordToComplete);
    }

    // In "$result | Optimize-SegLabels -Class" the labels stand in front of the pipe. Variables are looked up, nothing is run.
    private static IEnumerable<object?> Piped(CommandAst command)
        => command.Parent is PipelineAst { PipelineElements: [CommandExpressionAst { Expression: VariableExpressionAst variable }, ..] }
            ? Completion.Variable(variable.VariablePath.UserPath)
            : [];

    private static IReadOnlyList<SegClass> ClassesOf(object? bound) => (bound is PSObject wrapped ? wrapped.BaseObject : bound) switch
    {
        SegLabels labels => labels.Classes,
        SegSegmentation segmentation => segmentation.Classes,
        Models.SegModel model => model.Classes,
        object[] { Length: > 0 } several => ClassesOf(several[0]),
        string path => Completion.Found(path, file => LabelReader.ReadAll(file).First().Classes),
        FileSystemInfo file => Completion.Found(file.FullName, path => LabelReader.ReadAll(path).First().Classes),
        _ => [],
    };
}
