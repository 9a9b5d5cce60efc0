using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Binding;

/// <summary>Completes names of filter maps: those of a bound or piped stack, model, image or result, else all that one channel can have.</summary>
public sealed class MapNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        ArgumentNullException.ThrowIfNull(commandAst);
        string[] bound = [.. fakeBoundParameters.Values.Cast<object?>().Concat(Completion.PipedVariable(commandAst)).SelectMany(NamesOf)];
        IEnumerable<string> names = bound.Length > 0 ? bound : FeaturePlan.Create(FeatureConfig.Everything).Names;
        return Completion.Of(names.Select(n => (n, n)), wordToComplete);
    }

    private static IReadOnlyList<string> NamesOf(object? bound) => (bound is PSObject wrapped ? wrapped.BaseObject : bound) switch
    {
        SegFeatures features => features.Names,
        SegModel model => model.FeatureNames,
        SegImage image => image.ChannelNames,
        SegSegmentation result =>
        [
            .. result.Probabilities is null ? [] : result.Classes.Select(c => c.Name).Append("probability"),
            .. result.Margin is null ? Array.Empty<string>() : ["margin", "entropy", "uncertainty"],
        ],
        object[] { Length: > 0 } several => NamesOf(several[0]),
        _ => [],
    };
}
