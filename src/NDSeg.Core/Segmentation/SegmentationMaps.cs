namespace NDSeg.Segmentation;

/// <summary>The maps of a segmentation under the names that C# code reads like properties.</summary>
public static class SegmentationMaps
{
    extension(SegSegmentation segmentation)
    {
        /// <summary>K planes of H * W probabilities, or null.</summary>
        public IReadOnlyList<float[]>? Probabilities => segmentation.GetProbabilities();

        /// <summary>H * W differences of the two greatest probabilities, or null.</summary>
        public float[]? Margin => segmentation.GetMargin();

        /// <summary>H * W entropies in units of log K, or null.</summary>
        public float[]? Entropy => segmentation.GetEntropy();
    }
}
