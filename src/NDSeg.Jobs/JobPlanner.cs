using System.Reflection;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.Jobs.Plans;
using NDSeg.Segmentation;
using NDSeg.Storage;

namespace NDSeg.Jobs;

/// <summary>Makes a plan: looks at every file, hashes it, and computes one slice to see that all fits and what it takes.</summary>
internal sealed class JobPlanner(JobRequest request, ISegEngine engine, RunOptions options)
{
    private const double PartSeconds = 600;
    private const int PartCores = 8;

    // Slurm's arrays end at 1000 unless the cluster says otherwise.
    private const int MostParts = 1000;

    private readonly string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.OutFile));

    /// <summary>The module's version.</summary>
    public static string Version { get; } =
        typeof(JobPlanner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Makes the plan, without the stamps of the files.</summary>
    /// <exception cref="SegException">
    /// TargetIsInput, TargetExists, TargetNotOurs, UnknownFormat, ModelNotTrained, NoSlices, TooManyParts, VolumeShapeMismatch, ChannelMismatch, ExtraNotFromFile, ExtraNotAsRead, ExtraNotVolume; what opening and reading the files and applying the model throws.
    /// </exception>
    public JobPlan Make()
    {
        request.Model.RequireTrained();
        FileStamp? replaced = RequireTarget();
        (IReadOnlyList<JobInput> inputs, ImageProbe shape) = Inputs();
        int slices = inputs.Sum(i => i.Count);
        int dimensions = request.Model.Config!.Dimensions;
        if (dimensions == 3 && engine.Device != DeviceKind.Cpu)
        {
            throw new SegException("VolumesNotOnDevice", SegErrorKind.NotSupported, $"Expected -Device Cpu for maps of volumes in three dimensions, found {engine.Device}.", "Leave -Device out.");
        }

        var plan = new JobPlan
        {
            NDSeg = Version,
            Created = DateTimeOffset.UtcNow,
            Inputs = inputs,
            Extras = Extras(slices, dimensions),
            ModelSha256 = request.Model.Sha256!,
            Settings = new JobSettings(request.Smooth, request.ClassPrior, engine.Device, dimensions, dimensions == 3 ? request.VoxelSize ?? shape.VoxelSize : null),
            OutFile = target,
            OutDataset = request.OutDataset,
            Overwrite = request.Overwrite,
            Replaces = replaced,
            Sharded = request.Sharded,
            SliceCount = slices,
            Height = shape.Height,
            Width = shape.Width,
            Parts = [],
            Estimate = new JobEstimate(0, 0, 0),
        };
        (JobEstimate estimate, PixelSize? pixelSize) = new JobTrial(plan, request.Model, engine, options).Run();
        int parts = request.Parts > 0 ? request.Parts : (int)Math.Clamp(Math.Ceiling(slices * estimate.CoreSecondsPerSlice / PartCores / PartSeconds), 1, Math.Min(slices, MostParts));
        if (parts > slices)
        {
            throw new SegException("TooManyParts", SegErrorKind.InvalidArgument, $"Expected {slices} parts at most, as many as there are slices, found {parts}.", "Give fewer -Parts.");
        }

        return plan with { PixelSize = pixelSize, Parts = PartRange.Cut(slices, parts), Estimate = estimate };
    }

    /// <summary>Takes the stamps of the files. Last, because it may take hours: by now all that could be wrong has been found.</summary>
    /// <param name="plan">What <see cref="Make"/> gave.</param>
    /// <exception cref="SegException">TargetIsInput; what opening and reading the files throws.</exception>
    public JobPlan Stamp(JobPlan plan)
    {
        var stamped = new List<JobInput>();
        foreach (JobInput input in plan.Inputs)
        {
            stamped.Add(Stamped(input));
            options.Progress?.Report((double)stamped.Count / plan.Inputs.Count);
        }

        return plan with { Inputs = stamped, Extras = [.. plan.Extras.Select(e => e with { Input = Stamped(e.Input) })] };
    }

    private JobInput Stamped(JobInput input)
    {
        JobInput stamped = input.Stamped(!request.SampleHash, options.Cancellation);
        RequireApart(stamped.Sources?.Select(s => s.Path) ?? []);
        return stamped;
    }

    private FileStamp? RequireTarget()
    {
        if (FileFormats.OfTarget(request.OutFile)?.WritesVolumes != true)
        {
            string endings = string.Join(", ", FileFormats.All.Where(f => f.WritesVolumes).Select(f => f.WriteExtensions[0]));
            throw new SegException("UnknownFormat", SegErrorKind.InvalidArgument, $"Expected a file name ending in {endings}, found '{request.OutFile}'.", "Choose one of these endings.");
        }

        RequireApart(request.Files.Concat(request.ExtraChannels.Select(e => e.Source.Path).Concat(request.ExtraVolumes.Select(e => e.Source.Path)).OfType<string>()));
        LabelVolumeParts.RequireTarget(target, new LabelVolumeOptions { Overwrite = request.Overwrite, Sharded = request.Sharded });
        return JobSeal.StampOf(target);
    }

    // By whatever name: the volume takes the place of what stands there, and of all that is below it.
    private void RequireApart(IEnumerable<string> inputs)
    {
        if (inputs.FirstOrDefault(f => RealPath.IsSame(f, target) || RealPath.IsInside(f, target)) is { } input)
        {
            throw new SegException("TargetIsInput", SegErrorKind.InvalidArgument, $"Expected a volume of its own for the labels, found the input '{input}' at '{target}'.", "Choose another -OutFile.");
        }
    }

    private List<JobExtra> Extras(int slices, int dimensions)
    {
        if (dimensions == 3 && request.ExtraChannels.Count > 0)
        {
            throw new SegException("ExtraNotVolume", SegErrorKind.InvalidArgument, "Expected extra channels as volumes for a model of volumes in three dimensions, found images.", "Give -ExtraVolume.");
        }

        var extras = new List<JobExtra>();
        foreach (SegImage image in request.ExtraChannels)
        {
            extras.Add(JobExtra.Of(image));
            extras[^1].RequireSame(image, options.Cancellation);
        }

        foreach (SegVolume volume in request.ExtraVolumes)
        {
            if (volume.Depth != slices)
            {
                throw new SegException("VolumeShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected an extra volume of {slices} slices, as many as the job has, found {volume.Depth} in {volume.Source}.", "Give one with a slice for every slice.");
            }

            extras.Add(JobExtra.Of(volume));
            extras[^1].RequireSame(volume.ReadSlice(0), options.Cancellation);
        }

        return extras;
    }

    private void RequireNeighbours(ImageVolume volume)
    {
        if (request.Model.Config!.Dimensions == 3 && volume.Selected.Select((slice, place) => slice - place).Distinct().Skip(1).Any())
        {
            throw new SegException("SlicesNotConsecutive", SegErrorKind.InvalidArgument, $"Expected slices that follow one another for a model of volumes, found others of '{volume.Info.Path}'.", "Give one range, such as -Slice 10-99: a volume has neighbours.");
        }
    }

    private (IReadOnlyList<JobInput> Inputs, ImageProbe Shape) Inputs()
    {
        var inputs = new List<JobInput>();
        ImageProbe? first = null;
        int next = 0;
        for (int i = 0; i < request.Files.Count; i++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            string file = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Files[i]));
            using ImageVolume volume = ImageReader.Open(file, request.Reading, options.Cancellation);
            ImageProbe info = volume.Info;
            first ??= info;
            if (info.Height != first.Height || info.Width != first.Width)
            {
                throw new SegException("VolumeShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected slices of {first.Height} x {first.Width} pixels as in '{first.Path}', found {info.Height} x {info.Width} in '{file}'.", "Plan a job for each volume.");
            }

            if (info.Channels != first.Channels)
            {
                throw new SegException("ChannelMismatch", SegErrorKind.ShapeMismatch, $"Expected slices of {first.Channels} channel(s) as in '{first.Path}', found {info.Channels} in '{file}'.", "Plan a job for each volume.");
            }

            RequireNeighbours(volume);
            if (volume.Selected.Count > 0)
            {
                inputs.Add(new JobInput(
                    file,
                    request.Reading.Dataset,
                    request.Reading.Slices is null ? null : string.Join(',', request.Reading.Slices),
                    request.Reading.Axis,
                    request.Reading.ChannelAxis,
                    request.Reading.Level,
                    next,
                    volume.Selected.Count,
                    FileStamp.Unknown));
                next = checked(next + volume.Selected.Count);
            }
        }

        return inputs.Count > 0 ? (inputs, first!) : throw new SegException("NoSlices", SegErrorKind.InvalidArgument, "Expected one slice at least, found none.", "Give files that hold images.");
    }
}
