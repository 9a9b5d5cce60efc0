namespace NDSeg.Filters;

/// <summary>One map of a stack: what it measures, on which channel, at which scale.</summary>
/// <param name="Name">Unique name, the contract with stored models: <c>gaussian_2</c>, <c>c1:dog_1_4</c>, ...</param>
/// <param name="Kind">What it measures.</param>
/// <param name="Channel">0-based channel of the image, or 0-based index of the extra channel for <see cref="FeatureKind.Extra"/>.</param>
/// <param name="Sigma">Scale before the multiplier; 0 for maps of the unblurred image. Disc radius for <see cref="FeatureKind.Bilateral"/>; smaller scale for a difference of Gaussians.</param>
/// <param name="Second">Larger scale for a difference of Gaussians, grey span for <see cref="FeatureKind.Bilateral"/>, otherwise 0.</param>
public readonly record struct FeatureMap(string Name, FeatureKind Kind, int Channel, double Sigma = 0, double Second = 0);
