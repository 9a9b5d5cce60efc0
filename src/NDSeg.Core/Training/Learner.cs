using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>
/// All there is to know about a way of learning: its name, its parameters, who trains, and how its trees are combined and
/// kept in a model file. Adding one is a class like this and a line in <see cref="LearnerRegistry"/>, or a call of
/// <see cref="LearnerRegistry.Register"/> from another project.
/// </summary>
public abstract class Learner
{
    /// <summary>The name users and model files know it by.</summary>
    public abstract string Id { get; }

    /// <summary>The parameters in the order of model files.</summary>
    public abstract IReadOnlyList<LearnerParameter> Parameters { get; }

    /// <summary>How trees are combined, which also decides ties: the first class with the greatest sum wins in every kind.</summary>
    public abstract EnsembleKind Combination { get; }

    /// <summary>The entry of a model file that holds the trees.</summary>
    public abstract string PayloadEntry { get; }

    /// <summary>What the importance of a map is a share of, in a word.</summary>
    public virtual string ImportanceMeasure => "impurity";

    /// <summary>A trainer.</summary>
    /// <param name="device">Where to train; learners that know the processor only train there.</param>
    /// <param name="mapNames">Names of the maps, for learners that keep them.</param>
    public abstract IEnsembleTrainer CreateTrainer(DeviceKind device, IReadOnlyList<string> mapNames);

    /// <summary>The bytes of the payload entry.</summary>
    /// <param name="trees">Trees and, for a learner with a library of its own, the library's model.</param>
    public abstract byte[] WritePayload(TrainedTrees trees);

    /// <summary>Reads the payload entry; checks every bound before it takes memory or walks a tree.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such payload.</exception>
    /// <exception cref="SegException">The trees are not valid.</exception>
    public abstract TrainedTrees ReadPayload(byte[] payload);

    /// <summary>
    /// Whether a model file must hold the payload byte for byte as it was read, since a library other than this module wrote it.
    /// </summary>
    public virtual bool KeepsPayload => false;

    /// <summary>Reads the payload entry while it is unpacked.</summary>
    /// <param name="payload">The entry; read to its end, or not.</param>
    /// <param name="length">Its bytes.</param>
    /// <inheritdoc cref="ReadPayload(byte[])"/>
    public virtual TrainedTrees ReadPayload(Stream payload, long length)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var content = new byte[length];
        payload.ReadExactly(content);
        return ReadPayload(content);
    }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
