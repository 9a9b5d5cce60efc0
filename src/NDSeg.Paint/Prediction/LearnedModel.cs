using NDSeg.Models;

namespace NDSeg.Paint.Prediction;

/// <summary>A model of the strokes as they were at one moment.</summary>
/// <param name="Number">Counts the models of a session.</param>
/// <param name="Version">The version of the strokes.</param>
/// <param name="Model">The model.</param>
/// <param name="Numbers">The class number of each of its labels; element 0 is 0.</param>
/// <param name="Pixels">Painted pixels it learned from.</param>
/// <param name="IsComplete">Whether those were all.</param>
internal sealed record LearnedModel(int Number, int Version, SegModel Model, byte[] Numbers, int Pixels, bool IsComplete);
