namespace NDSeg.Training;

/// <summary>Puts tables of labelled pixels together and takes samples of them.</summary>
public static class TrainingTable
{
    /// <summary>Joins the tables of several images, in order. Classes are matched by <see cref="Imaging.SegClass.Value"/>.</summary>
    /// <exception cref="SegException">NoLabelledPixels for an empty list; FeatureMismatch when the tables hold different maps; ClassMismatch when one is of RGB labels and another is not.</exception>
    public static SegTrainingData Concat(IReadOnlyList<SegTrainingData> tables) => throw new NotImplementedException();

    /// <summary>Draws at most <paramref name="count"/> pixels without replacement, every class in its proportion and with at least one pixel, order kept.</summary>
    public static SegTrainingData Subsample(SegTrainingData data, int count, int seed) => throw new NotImplementedException();

    /// <summary>Puts the pixels in a random order.</summary>
    public static SegTrainingData Shuffle(SegTrainingData data, int seed) => throw new NotImplementedException();
}
