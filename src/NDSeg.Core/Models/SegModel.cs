using System.Security.Cryptography;
using NDSeg.Cpu.Prediction;
using NDSeg.Filters;
using NDSeg.Images;

namespace NDSeg.Models;

/// <summary>
/// A pixel classifier: hyper-parameters and, once trained, the maps, classes and trees. Immutable: training gives a new
/// model, so one object may be used from several runspaces at once.
/// </summary>
public sealed class SegModel
{
    private readonly Lazy<CompiledEnsemble>? compiled;
    private readonly Lazy<string>? hash;

    /// <summary>Creates a model, trained when <paramref name="state"/> is given.</summary>
    /// <exception cref="SegException">InvalidModelParameter.</exception>
    public SegModel(ModelParameters parameters, TrainedState? state = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        Parameters = parameters;
        State = state;
        compiled = state is null ? null : new Lazy<CompiledEnsemble>(() => CompiledEnsemble.Compile(state.Ensemble));
        hash = state is null ? null : new Lazy<string>(Hash);
    }

    /// <summary>Every hyper-parameter.</summary>
    public ModelParameters Parameters { get; }

    /// <summary>What training added, or null.</summary>
    public TrainedState? State { get; }

    /// <summary>Where an untrained model asks to be trained. Not part of a model file: the device does not change the model.</summary>
    public DeviceKind TrainingDevice { get; init; }

    /// <summary>The learner.</summary>
    public SegAlgorithm Algorithm => Parameters.Algorithm;

    /// <summary>Whether the model can be applied.</summary>
    public bool IsTrained => State is not null;

    /// <summary>Classes 1..K; empty before training.</summary>
    public IReadOnlyList<SegClass> Classes => State?.Classes ?? [];

    /// <summary>The names of the maps; empty before training.</summary>
    public IReadOnlyList<string> FeatureNames => State is null ? [] : State.Plan.Names;

    /// <summary>The configuration of the maps; null before training.</summary>
    public FeatureConfig? Config => State?.Plan.Config;

    /// <summary>
    /// SHA-256 of the model file this version writes, lower-case hexadecimal: parameters, configuration, classes and trees in
    /// one number. Null before training.
    /// </summary>
    public string? Sha256 => hash?.Value;

    /// <summary>The trained state.</summary>
    /// <exception cref="SegException">ModelNotTrained.</exception>
    public TrainedState RequireTrained()
        => State ?? throw new SegException("ModelNotTrained", SegErrorKind.InvalidState, "Expected a trained model, found one that was never trained.", "Pass it through Invoke-SegTraining first.");

    /// <summary>The evaluator, compiled once.</summary>
    /// <exception cref="SegException">ModelNotTrained.</exception>
    public CompiledEnsemble Compiled()
    {
        RequireTrained();
        return compiled!.Value;
    }

    /// <summary>Algorithm, classes and maps.</summary>
    public override string ToString()
        => State is null ? $"{Algorithm} (untrained)" : $"{Algorithm}, {Classes.Count} classes, {FeatureNames.Count} maps";

    private string Hash()
    {
        using var stream = new MemoryStream();
        ModelFile.Write(stream, this);
        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }
}
