using System.Management.Automation;
using NDSeg.Models;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Training;

namespace NDSeg.PowerShell.Commands;

/// <summary>Makes an untrained model.</summary>
/// <remarks>
/// <para>Random Forest needs no native library and is the default. ExtraTrees draws one random threshold per candidate map and
/// grows deeper trees on all painted pixels; MixedForest averages extra trees with a forest of depth 12. On sparse strokes
/// with many maps (New-SegFeatureConfig -Preset) these two often win; Test-SegModel -Preset -Algorithm compares them on your own
/// strokes. XGBoost uses the XGBoost library, which Get-SegDevice tells
/// about. The same seed, data and parameters give the same model file, byte for byte, on any number of threads.</para>
/// </remarks>
/// <example>
/// <code>New-SegModel</code>
/// <para>A balanced Random Forest of 100 trees, depth 8.</para>
/// </example>
/// <example>
/// <code>New-SegModel MixedForest</code>
/// <para>50 trees of a forest of depth 12 and 50 extra trees of depth 16, class probabilities averaged.</para>
/// </example>
/// <example>
/// <code>New-SegModel -Algorithm XGBoost -MaxDepth 8 -ClassWeight Balanced -Seed 42</code>
/// <para>Gradient boosting with balanced classes.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "SegModel")]
[OutputType(typeof(SegModel))]
public sealed class NewSegModelCommand : SegCommand
{
    /// <summary>The learner: RandomForest, ExtraTrees, MixedForest or XGBoost.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(LearnerCompleter))]
    [ValidateNotNullOrEmpty]
    public string Algorithm { get; set; } = "RandomForest";

    /// <summary>Longest path of a tree, in tests. Default: 8 for Random Forest, 16 for extra trees, 6 for XGBoost.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? MaxDepth { get; set; }

    /// <summary>Mixed Forest: longest path of the trees of the forest, in tests; -MaxDepth is that of the extra trees.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ForestDepth { get; set; } = 12;

    /// <summary>Balanced makes every class count the same, however many pixels were painted of it; None counts pixels.</summary>
    [Parameter]
    public ClassWeighting ClassWeight { get; set; }

    /// <summary>Seed of every random choice.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Forests and extra trees: number of trees.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int Trees { get; set; } = 100;

    /// <summary>Forests and extra trees: fewest training pixels in a leaf.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MinLeafSize { get; set; } = 1;

    /// <summary>Forests and extra trees: candidate maps per split; 0 takes the square root of the number of maps.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxFeatures { get; set; }

    /// <summary>XGBoost: learning rate.</summary>
    [Parameter]
    [ValidateRange(0.000001, 1.0)]
    public double Eta { get; set; } = 0.3;

    /// <summary>XGBoost: least loss reduction for a split.</summary>
    [Parameter]
    [ValidateRange(0.0, double.MaxValue)]
    public double Gamma { get; set; }

    /// <summary>XGBoost: boosting rounds.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int Rounds { get; set; } = 100;

    /// <summary>Where Invoke-SegTraining trains the model unless it is told otherwise.</summary>
    [Parameter]
    public DeviceKind Device { get; set; }

    private protected override void Begin()
    {
        ModelParameters? parameters = null;
        try
        {
            parameters = Bound(new ModelParameters(Algorithm, ClassWeight, Seed));
        }
        catch (SegException failure)
        {
            Terminate(failure, Algorithm);
        }

        WriteObject(new SegModel(parameters!, trainingDevice: Device));
    }

    // The given values of what the learner has; others are remarked on and stay at what the learner writes for them.
    private ModelParameters Bound(ModelParameters parameters)
    {
        (string Name, double Value)[] given =
        [
            (nameof(MaxDepth), MaxDepth ?? 0), (nameof(ForestDepth), ForestDepth), (nameof(Trees), Trees), (nameof(MinLeafSize), MinLeafSize), (nameof(MaxFeatures), MaxFeatures),
            (nameof(Eta), Eta), (nameof(Gamma), Gamma), (nameof(Rounds), Rounds),
        ];
        foreach ((string name, double value) in given.Where(g => MyInvocation.BoundParameters.ContainsKey(g.Name)))
        {
            if (parameters.Learner.Parameters.Any(p => p.IsUsed && p.Name == name))
            {
                parameters = parameters.With(name, value);
            }
            else
            {
                WriteWarning($"-{name} has no meaning for {parameters.Algorithm} and is ignored.");
            }
        }

        return parameters;
    }
}
