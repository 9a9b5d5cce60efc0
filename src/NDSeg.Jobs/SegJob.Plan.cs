using NDSeg.Images;
using NDSeg.Jobs.Plans;
using NDSeg.Quality;

namespace NDSeg.Jobs;

/// <content>What the plan says of inputs, settings and target.</content>
public sealed partial class SegJob
{
    /// <summary>Whether the job was planned to replace an existing volume.</summary>
    public bool Overwrite => plan.Overwrite;

    /// <summary>The dataset of the label volume where that is an HDF5 file.</summary>
    public string OutDataset => plan.OutDataset;

    /// <summary>Standard deviation in pixels of the smoothing of probabilities; 0 for none.</summary>
    public double Smooth => plan.Settings.Smooth;

    /// <summary>Power of the class prior; 0 for none.</summary>
    public double ClassPrior => plan.Settings.ClassPrior;

    /// <summary>Size of a voxel where volumes are labelled in three dimensions; null otherwise and where it is not known.</summary>
    public VoxelSize? VoxelSize => plan.Settings.VoxelSize;

    /// <summary>Full paths of the files that are read.</summary>
    public IReadOnlyList<string> Files => [.. plan.Inputs.Concat(plan.Extras.Select(e => e.Input)).Select(i => i.Path)];

    /// <summary>Where a slice comes from.</summary>
    /// <param name="slice">Place in the volume that the job makes.</param>
    public ImageSource SourceOf(int slice)
    {
        JobInput input = plan.InputOf(slice);
        return new ImageSource(input.Path, input.Dataset, input.SliceAt(slice - input.First));
    }

    /// <summary>Where the slices come from, file by file, in order.</summary>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">InputChanged; what opening and reading the files throws.</exception>
    public IReadOnlyList<ImageSource> Sources(CancellationToken cancellation = default) => [.. plan.Inputs.Select(i => i.Source(cancellation))];

    /// <summary>Where the extra channels come from, in order.</summary>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">InputChanged; what opening and reading the files throws.</exception>
    public IReadOnlyList<ImageSource> ExtraSources(CancellationToken cancellation = default)
        => [.. plan.Extras.Select(e => e.EverySlice ? e.Input.Source(cancellation) : e.Input.Source(cancellation) with { SliceIndex = null })];

    /// <summary>A sign that the voxels of a volume in three dimensions are not what its maps take them for, as a sentence; or null.</summary>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">What opening the files throws.</exception>
    public string? VoxelDoubt(CancellationToken cancellation = default)
    {
        if (Dimensions < 3)
        {
            return null;
        }

        using SegVolume slices = new PlannedVolume(plan, cancellation).ToVolume(finished: []);
        return VoxelDoubts.Find(slices, Model.Config!);
    }
}
