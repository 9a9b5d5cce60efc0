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
    // Commands whose arguments say which classes come out of them.
    private static readonly string[] Sources = ["Import-SegLabels", "Optimize-SegLabels", "Invoke-SegApply"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        ArgumentNullException.ThrowIfNull(commandAst);
        IEnumerable<SegClass> classes = fakeBoundParameters.Values.Cast<object?>().Concat(Piped(commandAst)).SelectMany(ClassesOf);
        return Completion.Of(classes.Select(c => (c.Name, $"{c.Name}, value {c.Value}, {c.Color}")), wordToComplete);
    }

    // In "$result | Optimize-SegLabels -Class", "Import-SegLabels a.tif | ..." and "... | Invoke-SegApply m.ndseg | ..." the classes are
    // known in front of the pipe. Variables are looked up and files are read, nothing is run. The nearest that knows some decides.
    private static IEnumerable<object?> Piped(CommandAst command)
        => command.Parent is PipelineAst pipeline
            ? pipeline.PipelineElements.TakeWhile(e => e != command).Reverse().Select(Values).FirstOrDefault(values => values.SelectMany(ClassesOf).Any(), [])
            : [];

    private static IReadOnlyList<object?> Values(CommandBaseAst element) => element switch
    {
        CommandExpressionAst { Expression: VariableExpressionAst variable } => Completion.Variable(variable.VariablePath.UserPath),
        CommandExpressionAst { Expression: MemberExpressionAst { Expression: VariableExpressionAst variable, Member: StringConstantExpressionAst member } and not InvokeMemberExpressionAst } => Completion.Property(variable.VariablePath.UserPath, member.Value),
        CommandAst before when Sources.Contains(before.GetCommandName(), StringComparer.OrdinalIgnoreCase) => [.. before.CommandElements.Skip(1).SelectMany(Argument)],
        _ => [],
    };

    private static IReadOnlyList<object?> Argument(CommandElementAst argument) => argument switch
    {
        StringConstantExpressionAst text => [text.Value],
        VariableExpressionAst variable => Completion.Variable(variable.VariablePath.UserPath),
        _ => [],
    };

    private static IReadOnlyList<SegClass> ClassesOf(object? bound) => (bound is PSObject wrapped ? wrapped.BaseObject : bound) switch
    {
        SegLabels labels => labels.Classes,
        SegLabelVolume volume => volume.Classes,
        SegSegmentation segmentation => segmentation.Classes,
        Models.SegModel model => model.Classes,
        object[] { Length: > 0 } several => ClassesOf(several[0]),
        string path => Completion.Found(path, Read),
        FileSystemInfo file => Completion.Found(file.FullName, Read),
        _ => [],
    };

    private static IReadOnlyList<SegClass> Read(string file)
        => file.EndsWith(".ndseg", StringComparison.OrdinalIgnoreCase) ? Models.ModelFile.Load(file).Classes : LabelReader.ReadAll(file).First().Classes;
}
