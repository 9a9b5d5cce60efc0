using NDSeg.Training;

namespace NDSeg.Evaluation;

/// <summary>The strokes of a training table: 8-connected components of every class in every image.</summary>
public sealed class StrokeGroups
{
    private StrokeGroups(IReadOnlyList<Stroke> strokes, int[] strokeOfSample)
    {
        Strokes = strokes;
        StrokeOfSample = strokeOfSample;
    }

    /// <summary>The strokes in order of their first pixel.</summary>
    public IReadOnlyList<Stroke> Strokes { get; }

    /// <summary>For every training pixel the place of its stroke in <see cref="Strokes"/>.</summary>
    public IReadOnlyList<int> StrokeOfSample { get; }

    /// <summary>Finds the strokes from the pixel positions of the table.</summary>
    public static StrokeGroups Find(SegTrainingData data) => throw new NotImplementedException();
}
