using System.Security.Cryptography;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Training;

namespace NDSeg.Models;

/// <summary>
/// A pixel classifier: hyper-parameters and, once trained, the maps, classes and trees. Immutable: training gives a new
/// model, so one object may be used from several runspaces at once.
/// </summary>
public sealed class SegModel
{
    private readonly Lazy<string>? hash;

    /// <summary>Creates a model, trained when <paramref name="state"/> is given.</summary>
    /// <param name="parameters">The learner and its hyper-parameters.</param>
    /// <param name="state">What training added, or null.</param>
    /// <param name="trainingDevice">Where an untrained model asks to be trained.</param>
    /// <exception cref="SegException">InvalidModelParameter.</exception>
    public SegModel(ModelParameters parameters, TrainedState? state = null, DeviceKind trainingDevice = DeviceKind.Cpu)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        Parameters = parameters;
        State = state;
        TrainingDevice = trainingDevice;
        hash = state is null ? null : new Lazy<string>(Hash);
    }

    private SegModel(SegModel model, string path)
        : this(model.Parameters, model.State, model.TrainingDevice)
        => Path = path;

    /// <summary>Every hyper-parameter.</summary>
    public ModelParameters Parameters { get; }

    /// <summary>What training added, or null.</summary>
    public TrainedState? State { get; }

    /// <summary>Where an untrained model asks to be trained. Not part of a model file: the device does not change the model.</summary>
    public DeviceKind TrainingDevice { get; }

    /// <summary>Full path of the file it was read from; null for a model made in memory. Not part of a model file.</summary>
    public string? Path { get; }

    /// <summary>The learner's name.</summary>
    public string Algorithm => Parameters.Algorithm;

    /// <summary>What trains the model and reads and writes its trees.</summary>
    public Learner Learner => Parameters.Learner;

    /// <summary>Whether the model can be applied.</summary>
    public bool IsTrained => State is not null;

    /// <summary>Classes 1..K; empty before training.</summary>
    public IReadOnlyList<SegClass> Classes => State?.Classes ?? [];

    /// <summary>Number of classes K; 0 before training.</summary>
    public int ClassCount => Classes.Count;

    /// <summary>Number of maps the model was trained on; 0 before training.</summary>
    public int Maps => State?.Plan.Count ?? 0;

    /// <summary>Longest path of a tree, in tests.</summary>
    public int Depth => Parameters.MaxDepth;

    /// <summary>Weighting of the classes.</summary>
    public ClassWeighting ClassWeight => Parameters.ClassWeight;

    /// <summary>Seed of every random choice.</summary>
    public int Seed => Parameters.Seed;

    /// <summary>Labelled pixels the model was trained on; null before training.</summary>
    public int? Samples => State?.Summary.SampleCount;

    /// <summary>Share of the training pixels the model labels as painted, which says little about other pixels; null before training.</summary>
    public double? TrainingAccuracy => State?.Summary.TrainingAccuracy;

    /// <summary>Share of the training pixels that trees which did not see them label as painted; null for other learners and before training.</summary>
    public double? OutOfBagAccuracy => State?.Summary.OutOfBagAccuracy;

    /// <summary>Names of the training images and label files; empty before training.</summary>
    public IReadOnlyList<string> TrainingFiles => new JoinedList<string>(State?.Summary.Files.Select(f => f.Name) ?? []);

    /// <summary>Remarks made while training; empty before it.</summary>
    public IReadOnlyList<string> Warnings => new JoinedList<string>(State?.Summary.Warnings ?? []);

    /// <summary>The names of the maps; empty before training.</summary>
    public IReadOnlyList<string> FeatureNames => State is null ? [] : State.Plan.NameList;

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

    /// <summary>The same model as one that was read from a file.</summary>
    internal SegModel ReadFrom(string path) => new(this, path);

    /// <summary>What a backend makes of the trained state, made once and kept as long as this model.</summary>
    internal PreparedForms Prepared { get; } = new();

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
