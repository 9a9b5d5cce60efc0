using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NDSeg.Filters;

namespace NDSeg.PowerShell.Binding;

/// <summary>Completes names of feature presets, each with what it is for.</summary>
public sealed class PresetCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => Completion.Of(FeaturePresets.All.Select(p => (p.Name, p.Summary)), wordToComplete);
}
