using NDSeg.Images;

namespace NDSeg.PowerShell.Export;

/// <summary>How the application of a model stands among the steps of a result.</summary>
internal static class ApplyStep
{
    /// <summary>The step, with the settings that are not those a model is applied with anyway.</summary>
    /// <param name="smooth">Standard deviation of the smoothing in pixels; 0 for none.</param>
    /// <param name="classPrior">Power of the class prior; 0 for none.</param>
    /// <param name="voxels">Size of a voxel where a volume was labelled in three dimensions; else null.</param>
    public static ProcessingStep Of(double smooth, double classPrior, VoxelSize? voxels)
    {
        var settings = new Dictionary<string, object>();
        if (voxels is not null)
        {
            settings["VoxelSize"] = voxels.ToString();
        }

        if (smooth > 0)
        {
            settings["Smooth"] = smooth;
        }

        if (classPrior != 0)
        {
            settings["ClassPrior"] = classPrior;
        }

        return new ProcessingStep("Invoke-SegApply", settings);
    }
}
