using NDSeg.Filters.Families;

namespace NDSeg.Filters;

/// <summary>One map of a stack: what it measures, on which channel, at which scale.</summary>
/// <param name="Name">Unique name, the contract with stored models: <c>gaussian_2</c>, <c>c1:dog_1_4</c>, ...</param>
/// <param name="Filter">The filter it comes from: <c>Gaussian</c>, <c>Hessian</c>, ...; <c>Extra</c> for a channel appended raw.</param>
/// <param name="Channel">0-based channel of the image, or 0-based index of the extra channel.</param>
/// <param name="Sigma">Scale before the multiplier; 0 for maps of the unblurred image. Disc radius of a bilateral mean; smaller scale of a difference of Gaussians.</param>
/// <param name="Second">Larger scale of a difference of Gaussians, grey span of a bilateral mean, otherwise 0.</param>
public readonly record struct FeatureMap(string Name, string Filter, int Channel, double Sigma = 0, double Second = 0)
{
    /// <summary>Whether it is a raw channel appended to the stack.</summary>
    public bool IsExtra => Definition is null;

    /// <summary>The family's map; null for an extra channel.</summary>
    internal FilterMap? Definition { get; init; }
}
