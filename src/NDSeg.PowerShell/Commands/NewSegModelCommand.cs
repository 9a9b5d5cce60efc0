using System.Management.Automation;
using NDSeg.Models;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Makes an untrained model.</summary>
/// <remarks>
/// <para>Random Forest needs no native library and is the default; XGBoost uses the XGBoost library, which Get-SegDevice tells
/// about. The same seed, data and parameters give the same model file, byte for byte, on any number of threads.</para>
/// </remarks>
/// <example>
/// <code>New-SegModel</code>
/// <para>A balanced Random Forest of 100 trees, depth 8.</para>
/// </example>
/// <example>
/// <code>New-SegModel -Algorithm XGBoost -MaxDepth 8 -ClassWeight Balanced -Seed 42</code>
/// <para>Gradient boosting with balanced classes.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "SegModel")]
[OutputType(typeof(SegModel))]
public sealed class NewSegModelCommand : SegCommand
{
    private const int BoostingDepth = 6;

    /// <summary>The learner.</summary>
    [Parameter(Position = 0)]
    public SegAlgorithm Algorithm { get; set; }

    /// <summary>Longest path of a tree, in tests. Default: 8 for Random Forest, 6 for XGBoost.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? MaxDepth { get; set; }

    /// <summary>Balanced makes every class count the same, however many pixels were painted of it; None counts pixels.</summary>
    [Parameter]
    public ClassWeighting ClassWeight { get; set; }

    /// <summary>Seed of every random choice.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Random Forest: number of trees.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int Trees { get; set; } = 100;

    /// <summary>Random Forest: fewest training pixels in a leaf.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MinLeafSize { get; set; } = 1;

    /// <summary>Random Forest: candidate maps per split; 0 takes the square root of the number of maps.</summary>
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
        string[] foreign = Algorithm == SegAlgorithm.RandomForest
            ? [nameof(Eta), nameof(Gamma), nameof(Rounds)]
            : [nameof(Trees), nameof(MinLeafSize), nameof(MaxFeatures)];
        foreach (string name in foreign.Where(MyInvocation.BoundParameters.ContainsKey))
        {
            WriteWarning($"-{name} has no meaning for {Algorithm} and is ignored.");
        }

        var parameters = new ModelParameters
        {
            Algorithm = Algorithm,
            MaxDepth = MaxDepth ?? (Algorithm == SegAlgorithm.XGBoost ? BoostingDepth : new ModelParameters().MaxDepth),
            ClassWeight = ClassWeight,
            Seed = Seed,
            Trees = Trees,
            MinLeafSize = MinLeafSize,
            MaxFeatures = MaxFeatures,
            Eta = Eta,
            Gamma = Gamma,
            Rounds = Rounds,
        };
        WriteObject(new SegModel(parameters) { TrainingDevice = Device });
    }
}
