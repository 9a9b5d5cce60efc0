using NDSeg.Images;
using NDSeg.Jobs.Plans;
using NDSeg.Quality;

namespace NDSeg.Jobs;

/// <content>What a job reads.</content>
public sealed partial class SegJob
{
    /// <summary>Where a slice comes from.</summary>
    /// <param name="slice">Place in the volume that the job makes.</param>
    public ImageSource SourceOf(int slice)
    {
        JobInput input = plan.InputOf(slice);
        return new ImageSource(input.Path, input.Dataset, slice - input.First);
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
