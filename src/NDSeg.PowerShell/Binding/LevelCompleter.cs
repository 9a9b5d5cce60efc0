using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using NDSeg.IO;

namespace NDSeg.PowerShell.Binding;

/// <summary>Completes the resolutions of the image that is bound to -Path or -LiteralPath, with their shapes.</summary>
public sealed class LevelCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        bool forLabels = commandName.Contains("Labels", StringComparison.OrdinalIgnoreCase);
        return DatasetCompleter.PathIn(fakeBoundParameters) is { } path
            ? Completion.Of(Completion.Found<(string, string)>(path, file => [.. Levels(file, fakeBoundParameters["Dataset"] as string, forLabels)]), wordToComplete)
            : [];
    }

    private static IEnumerable<(string, string)> Levels(string file, string? dataset, bool forLabels)
        => ImageReader.ListLevels(file, dataset, forLabels).Select((level, number) => (number.ToString(CultureInfo.InvariantCulture), level.ToString()));
}
