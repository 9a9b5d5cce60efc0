using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NDSeg.Training;

namespace NDSeg.PowerShell.Binding;

/// <summary>Completes names of learners from their registry.</summary>
public sealed class LearnerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => Completion.Of(LearnerRegistry.Names.Select(n => (n, n)), wordToComplete);
}
