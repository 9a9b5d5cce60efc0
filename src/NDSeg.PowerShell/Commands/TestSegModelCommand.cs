using System.Management.Automation;
using NDSeg.Models;
using NDSeg.PowerShell.Devices;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Quality;
using NDSeg.Training;

namespace NDSeg.PowerShell.Commands;

/// <summary>Cross-validates a model on its strokes.</summary>
/// <remarks>
/// <para>The strokes are dealt to folds as a whole, so that neighbouring pixels never sit on both sides. Gives the figures of the
/// pooled confusion matrix of all held-out pixels, and the accuracy of every fold. Classes with one stroke cannot be held out;
/// they are named in a warning.</para>
/// </remarks>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures
/// $data = Get-SegTrainingData -Features $features -Labels strokes.tif
/// New-SegModel -Trees 20 | Test-SegModel -TrainingData $data -Folds 3</code>
/// <para>Three folds.</para>
/// </example>
/// <example>
/// <code>$features = Import-SegImage slice.tif | Get-SegFeatures
/// $data = Get-SegTrainingData -Features $features -Labels strokes.tif
/// (New-SegModel -Trees 20 | Test-SegModel $data -Seed 5).Accuracy.Classes</code>
/// <para>The figures of every class.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "SegModel")]
[OutputType(typeof(CrossValidationResult))]
public sealed class TestSegModelCommand : SegCommand
{
    /// <summary>The model whose parameters are tried; it need not be trained.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SegModel Model { get; set; } = null!;

    /// <summary>Tables of labelled pixels from Get-SegTrainingData; several are joined.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public SegTrainingData[] TrainingData { get; set; } = [];

    /// <summary>Number of folds.</summary>
    [Parameter]
    [ValidateRange(2, 1000)]
    public int Folds { get; set; } = 5;

    /// <summary>Seed of the assignment of strokes to folds.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Worker threads; 0 uses all cores. Results do not depend on it.</summary>
    [Parameter]
    [ValidateRange(0, 1024)]
    public int Threads { get; set; }

    private protected override void Process()
    {
        SegModel model = Model;
        CrossValidationResult result = Run($"Cross-validating {model.Algorithm}", $"{Folds} folds", Threads, options => Validate(model, options));
        foreach (string warning in result.Warnings)
        {
            WriteWarning(warning);
        }

        Verbose($"{result.StrokeCount} strokes in {result.Folds} folds, seed {Seed}, {ThreadText(Threads)}, {Elapsed.TotalSeconds:0.000} s");
        WriteObject(result);
    }

    private CrossValidationResult Validate(SegModel model, RunOptions options)
    {
        SegTrainingData data = TrainingTable.Concat(TrainingData);
        IEnsembleTrainer trainer = LearnerSelector.Select(model, model.TrainingDevice, data.Names);
        return CrossValidation.Run(model, data, trainer, Folds, Seed, options);
    }
}
