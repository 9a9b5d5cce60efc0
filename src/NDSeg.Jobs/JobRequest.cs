using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.Models;

namespace NDSeg.Jobs;

/// <summary>What a job shall compute.</summary>
public sealed record JobRequest
{
    /// <summary>The files, whose slices follow each other in the volume that is made.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>How they are read.</summary>
    public ImageReadOptions Reading { get; init; } = ImageReadOptions.Default;

    /// <summary>Extra channels that join every slice, read from files.</summary>
    public IReadOnlyList<SegImage> ExtraChannels { get; init; } = [];

    /// <summary>Extra channels slice by slice, read from files; they follow <see cref="ExtraChannels"/>.</summary>
    public IReadOnlyList<SegVolume> ExtraVolumes { get; init; } = [];

    /// <summary>A trained model.</summary>
    public required SegModel Model { get; init; }

    /// <summary>The label volume, .tif/.tiff, .h5/.hdf5 or .zarr, or a path image.zarr/labels/name.</summary>
    public required string OutFile { get; init; }

    /// <summary>Name of its dataset, in formats that have some.</summary>
    public string OutDataset { get; init; } = "labels";

    /// <summary>Whether a Zarr volume has one file per slice and resolution.</summary>
    public bool Sharded { get; init; }

    /// <summary>Number of parts; 0 chooses parts of about ten minutes on eight cores.</summary>
    public int Parts { get; init; }

    /// <summary>Standard deviation in pixels of a blur of the class probabilities; 0 for none.</summary>
    public double Smooth { get; init; }

    /// <summary>How much classes with many painted pixels are favoured; 0 for not at all.</summary>
    public double ClassPrior { get; init; }

    /// <summary>Distances between voxels, for a model of volumes in three dimensions; null takes what the first file says.</summary>
    public VoxelSize? VoxelSize { get; init; }

    /// <summary>Takes the files by size, time and a sample instead of the hash of every byte.</summary>
    public bool SampleHash { get; init; }

    /// <summary>Replaces an earlier job in the folder, and an existing volume.</summary>
    public bool Overwrite { get; init; }
}
