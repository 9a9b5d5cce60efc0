using System.Collections.Immutable;
using NDSeg.Storage;

namespace NDSeg.Models;

/// <summary>What a model was trained on and by what.</summary>
/// <param name="SampleCount">Labelled pixels N.</param>
/// <param name="SamplesPerClass">Labelled pixels of each of the model's K classes; classes without pixels are not among them.</param>
/// <param name="ClassWeights">Weight of a pixel of each class, length K.</param>
/// <param name="TrainingAccuracy">Share of the training pixels the model labels as painted.</param>
/// <param name="OutOfBagAccuracy">Share of the training pixels that trees which had not seen them label rightly: out of the bag of a forest, out of a fold of extra trees; otherwise null.</param>
/// <param name="Files">Training images and label files with their hashes.</param>
/// <param name="LibraryVersion">Version of the native library that trained, or null.</param>
/// <param name="Warnings">Remarks made while training: classes without pixels, constant maps.</param>
public sealed record TrainingSummary(
    int SampleCount,
    IReadOnlyList<int> SamplesPerClass,
    IReadOnlyList<double> ClassWeights,
    double TrainingAccuracy,
    double? OutOfBagAccuracy,
    IReadOnlyList<FileFingerprint> Files,
    string? LibraryVersion,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Labelled pixels N.</summary>
    public int SampleCount { get; } = SampleCount;

    /// <summary>Labelled pixels of each of the K classes.</summary>
    public IReadOnlyList<int> SamplesPerClass { get; } = SamplesPerClass.ToImmutableArray();

    /// <summary>Weight of a pixel of each class, length K.</summary>
    public IReadOnlyList<double> ClassWeights { get; } = ClassWeights.ToImmutableArray();

    /// <summary>Share of the training pixels the model labels as painted.</summary>
    public double TrainingAccuracy { get; } = TrainingAccuracy;

    /// <summary>Out-of-bag accuracy, or null.</summary>
    public double? OutOfBagAccuracy { get; } = OutOfBagAccuracy;

    /// <summary>Training images and label files with their hashes.</summary>
    public IReadOnlyList<FileFingerprint> Files { get; } = Files.ToImmutableArray();

    /// <summary>Version of the native library that trained, or null.</summary>
    public string? LibraryVersion { get; } = LibraryVersion;

    /// <summary>Remarks made while training.</summary>
    public IReadOnlyList<string> Warnings { get; } = Warnings.ToImmutableArray();

    /// <summary>Pixels and how many of them the model labels as painted.</summary>
    public override string ToString() => FormattableString.Invariant($"{SampleCount} pixels, {TrainingAccuracy:f4} labelled as painted");
}
