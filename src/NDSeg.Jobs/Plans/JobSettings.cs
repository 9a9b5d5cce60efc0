using NDSeg.Images;
using NDSeg.Segmentation;

namespace NDSeg.Jobs.Plans;

/// <summary>How the model is applied.</summary>
/// <param name="Smooth">Standard deviation in pixels of a blur of the class probabilities; 0 for none.</param>
/// <param name="ClassPrior">How much classes with many painted pixels are favoured; 0 for not at all.</param>
/// <param name="Device">Where it is computed.</param>
/// <param name="Dimensions">2 where slices are computed one by one, 3 where each is computed with its neighbours.</param>
/// <param name="VoxelSize">Distances between voxels in three dimensions, if known.</param>
internal sealed record JobSettings(double Smooth, double ClassPrior, DeviceKind Device, int Dimensions = 2, VoxelSize? VoxelSize = null)
{
    /// <summary>The request to the engine.</summary>
    public PredictionRequest Request() => new(SmoothingSigma: Smooth, ClassPrior: ClassPrior);
}
