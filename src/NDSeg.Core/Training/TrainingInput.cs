namespace NDSeg.Training;

/// <summary>The table a managed learner is given.</summary>
internal static class TrainingInput
{
    /// <summary>Checks shapes and values.</summary>
    /// <exception cref="ArgumentException">The arrays do not make a table of finite values with classes and weights.</exception>
    public static void Check(float[] values, int[] targets, float[] weights, int classCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (targets.Length == 0 || values.Length == 0 || values.Length % targets.Length != 0 || weights.Length != targets.Length)
        {
            throw new ArgumentException($"Expected values and weights for {targets.Length} samples, found {values.Length} and {weights.Length}.", nameof(values));
        }

        if (targets.AsSpan().IndexOfAnyExceptInRange(0, classCount - 1) >= 0)
        {
            throw new ArgumentException($"Expected classes 0 to {classCount - 1}.", nameof(targets));
        }

        if (weights.AsSpan().IndexOfAnyExceptInRange(float.Epsilon, float.MaxValue) >= 0)
        {
            throw new ArgumentException("Expected finite weights above 0.", nameof(weights));
        }

        if (values.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) >= 0)
        {
            throw new ArgumentException("Expected finite values.", nameof(values));
        }
    }
}
