using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Quality;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>A command that computes maps of images, or of volumes in three dimensions.</summary>
public abstract class VolumeCommand : SegCommand
{
    private protected const string VolumeSet = "Volume";

    // Results that wait for the pipeline while the next slab is computed.
    private const long WaitingBytes = 256L << 20;

    /// <summary>What computes maps of volumes.</summary>
    private protected static CpuVolumeEngine VolumeEngine { get; } = new();

    /// <summary>Whether a parameter was given.</summary>
    private protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>The configuration for volumes: the one that was chosen, or that of the preset Volume.</summary>
    private protected FeatureConfig ForVolumes(FeatureConfig chosen) => IsBound("Config") || IsBound("Preset") ? chosen : FeatureConfig.Volume;

    /// <summary>Refuses devices that have no maps of volumes.</summary>
    /// <exception cref="SegException">VolumesNotOnDevice.</exception>
    private protected static void RequireVolumes(DeviceKind device)
    {
        if (device != DeviceKind.Cpu)
        {
            throw new SegException("VolumesNotOnDevice", SegErrorKind.NotSupported, $"Expected -Device Cpu for maps of volumes in three dimensions, found {device}.", "Leave -Device out.");
        }
    }

    /// <summary>Warns where the voxels of a volume may not be what its maps take them for.</summary>
    private protected void WarnOfVoxels(SegVolume volume, FeatureConfig config)
    {
        if (VoxelDoubts.Find(volume, config) is { } doubt)
        {
            WriteWarning(doubt);
        }
    }

    /// <summary>Runs work on a volume that gives one result per slice, on a thread of its own.</summary>
    /// <param name="activity">What is being done, for the progress bar.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="resultBytes">Bytes per voxel of a result.</param>
    /// <param name="threads">Worker threads, 0 for all cores.</param>
    /// <param name="work">The work; it gets where results go, and how to run.</param>
    /// <param name="consume">Takes a result on the pipeline thread.</param>
    private protected void StreamVolume<T>(string activity, SegVolume volume, long resultBytes, int threads, Action<WorkerChannel, RunOptions> work, Action<T> consume)
        where T : notnull
    {
        long waiting = WaitingBytes / Math.Max((long)volume.Height * volume.Width * resultBytes, 1);
        Stream(
            activity,
            _ => volume.Source.ToString(),
            (channel, cancellation) => work(channel, new RunOptions { Threads = threads, Cancellation = cancellation, Progress = channel }),
            consume,
            (int)Math.Clamp(waiting, 1, volume.Depth));
    }
}
