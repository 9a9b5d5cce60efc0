using NDSeg.Storage;

namespace NDSeg.Models;

/// <summary>What a model was trained on and by what.</summary>
/// <param name="SampleCount">Labelled pixels N.</param>
/// <param name="SamplesPerClass">Labelled pixels of each of the model's K classes; classes without pixels are not among them.</param>
/// <param name="ClassWeights">Weight of a pixel of each class, length K.</param>
/// <param name="TrainingAccuracy">Share of the training pixels the model labels as painted.</param>
/// <param name="OutOfBagAccuracy">Forest: out-of-bag accuracy; otherwise null.</param>
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
    IReadOnlyList<string> Warnings);
