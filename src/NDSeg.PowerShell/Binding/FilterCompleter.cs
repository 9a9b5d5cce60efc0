using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NDSeg.Filters;

namespace NDSeg.PowerShell.Binding;

/// <summary>Completes names of filters, each with what its maps are.</summary>
public sealed class FilterCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        bool volume = "Volume".Equals(fakeBoundParameters["Preset"]?.ToString(), StringComparison.OrdinalIgnoreCase);
        return Completion.Of((volume ? FeatureConfig.KnownVolumeFilters : FeatureConfig.KnownFilters).Select(f => (f.Name, f.Summary)), wordToComplete);
    }
}
