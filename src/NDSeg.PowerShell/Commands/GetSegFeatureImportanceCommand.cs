using System.Management.Automation;
using NDSeg.Models;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Ranks the maps of a trained model by what they contribute.</summary>
/// <remarks>
/// <para>The share of the impurity decrease for a Random Forest, of the gain for XGBoost; all shares together give 1. The property Source
/// names the model's file.</para>
/// </remarks>
/// <example>
/// <code>Get-SegFeatureImportance model.ndseg -First 10</code>
/// <para>The ten most useful maps.</para>
/// </example>
/// <example>
/// <code>Import-SegModel model.ndseg | Get-SegFeatureImportance -Name gaussian_*</code>
/// <para>What the blurs contribute.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SegFeatureImportance")]
[OutputType(typeof(FeatureImportance))]
public sealed class GetSegFeatureImportanceCommand : SegCommand
{
    /// <summary>A trained model, or the path of a model file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ModelInput Model { get; set; } = null!;

    /// <summary>Names of the maps to list. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MapNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>How many maps to list; 0 lists all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; }

    private protected override void Process()
    {
        SegModel model = Model.Resolve(this);
        TrainedState state = model.RequireTrained();
        string measure = model.Learner.ImportanceMeasure;
        string source = System.IO.Path.GetFileName(model.Path) ?? "(memory)";
        WildcardPattern[] patterns = [.. Name.Select(n => WildcardPattern.Get(n, WildcardOptions.IgnoreCase))];
        FeatureImportance[] all = [.. state.Importance
            .Select((share, map) => (share, map))
            .OrderByDescending(m => m.share)
            .ThenBy(m => m.map)
            .Select((m, place) => new FeatureImportance(place + 1, state.Plan.Names[m.map], m.share, measure) { Source = source })];
        foreach (string name in Name.Where((n, i) => !WildcardPattern.ContainsWildcardCharacters(n) && !all.Any(m => patterns[i].IsMatch(m.Name))))
        {
            WriteFailure(
                new SegException("UnknownFeature", SegErrorKind.NotFound, $"Expected one of the {all.Length} maps of the model ({source}), found '{name}'.", "List them with (Get-SegFeatureImportance model).Name, or use wildcards such as gaussian_*."),
                name);
        }

        IEnumerable<FeatureImportance> ranked = all.Where(m => patterns.Any(p => p.IsMatch(m.Name)));
        WriteObject(First > 0 ? ranked.Take(First) : ranked, enumerateCollection: true);
    }
}
