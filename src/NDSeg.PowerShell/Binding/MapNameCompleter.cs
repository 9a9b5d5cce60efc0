using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NDSeg.Filters;
using NDSeg.Models;

namespace NDSeg.PowerShell.Binding;

/// <summary>Completes names of filter maps: those of a bound stack or model, else all that one channel can have.</summary>
public sealed class MapNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        string[] bound = [.. fakeBoundParameters.Values.Cast<object?>().SelectMany(NamesOf)];
        IEnumerable<string> names = bound.Length > 0 ? bound : FeaturePlan.Create(FeatureConfig.Everything).Names;
        return Completion.Of(names.Select(n => (n, n)), wordToComplete);
    }

    private static IReadOnlyList<string> NamesOf(object? bound) => (bound is PSObject wrapped ? wrapped.BaseObject : bound) switch
    {
        SegFeatures features => features.Names,
        SegModel model => model.FeatureNames,
        _ => [],
    };
}
