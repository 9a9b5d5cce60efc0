namespace NDSeg.Trees;

/// <summary>How sure a vector of class probabilities is.</summary>
public static class ClassUncertainty
{
    /// <summary>Greatest probability minus the second greatest, 0 to 1.</summary>
    public static float Margin(ReadOnlySpan<float> probabilities)
    {
        float first = 0;
        float second = 0;
        foreach (float p in probabilities)
        {
            if (p > first)
            {
                second = first;
                first = p;
            }
            else if (p > second)
            {
                second = p;
            }
        }

        return first - second;
    }

    /// <summary>Shannon entropy in units of log K, 0 (sure) to 1 (all classes alike); probabilities are divided by their sum.</summary>
    public static float Entropy(ReadOnlySpan<float> probabilities)
    {
        double sum = 0;
        double weighted = 0;
        foreach (float p in probabilities)
        {
            if (p > 0)
            {
                sum += p;
                weighted += p * Math.Log(p);
            }
        }

        // -sum (p/s) log(p/s) = log s - (sum p log p) / s
        return sum > 0 ? (float)Math.Clamp((Math.Log(sum) - (weighted / sum)) / Math.Log(probabilities.Length), 0, 1) : 1;
    }
}
