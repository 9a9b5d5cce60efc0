using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.Jobs;
using NDSeg.Jobs.Slurm;
using NDSeg.Models;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Devices;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <summary>Plans the labelling of a volume in parts, for several processes or machines.</summary>
/// <remarks>
/// <para>Writes a folder with the plan (plan.json), a copy of the model and, with -Slurm, a script that submits the job. Invoke-SegJob
/// computes parts, on as many machines as see the folder; Complete-SegJob joins them to one volume, which has the bytes that
/// Import-SegImage | Invoke-SegApply | Export-SegLabels gives on one machine.</para>
/// <para>The plan keeps size, time and hash of every file and the hash of the model. A part refuses a file or a model that is no longer
/// the one that was planned with. Every byte of the files is hashed once, here; with -SampleHash only a sample is. One slice is
/// computed to see that model and images belong together and how long a part takes.</para>
/// <para>A model of volumes in three dimensions labels the slices of a part with their neighbours from the parts beside it: parts of a
/// hundred slices and more lose little by it.</para>
/// </remarks>
/// <example>
/// <code>New-SegJob volume.tif -Model model.ndseg -OutFile volume_labels.zarr -Parts 8 -Path volume-job
/// Invoke-SegJob volume-job -All -ThrottleLimit 2
/// Complete-SegJob volume-job</code>
/// <para>Labels a volume on one machine, two parts side by side.</para>
/// </example>
/// <example>
/// <code>New-SegJob volume.tif -Model model.ndseg -OutFile slurm_labels.tif -Parts 8 -Path slurm-job -Slurm -CpusPerTask 8 -Partition day</code>
/// <para>Also writes slurm-job/submit.sh: run by bash it submits an array of 8 tasks, and the merge behind it.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "SegJob", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(SegJob))]
public sealed class NewSegJobCommand : SegCommand
{
    private const string PathSet = "InputPath";
    private const string LiteralPathSet = "LiteralInputPath";

    private readonly List<string> files = [];

    /// <summary>The files to label, or folders of them; their slices follow each other in the volume. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] InputPath { get; set; } = [];

    /// <summary>The files to label, or folders of them, taken as they are: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralInputPath { get; set; } = [];

    /// <summary>Extra channels that join every slice, from Import-SegImage: the same files in the same order as in training.</summary>
    [Parameter]
    [ValidateNotNull]
    [ImagePath(Several = true)]
    public SegImage[] ExtraChannel { get; set; } = [];

    /// <summary>Extra channels slice by slice, from Import-SegImage -As Volume, or their paths; they follow those of -ExtraChannel.</summary>
    [Parameter]
    [ValidateNotNull]
    [VolumePath(Several = true)]
    public SegVolume[] ExtraVolume { get; set; } = [];

    /// <summary>The folder of the job, made where it is missing. All machines must see it under this path.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>A trained model, or the path of a model file. The job keeps a copy.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNull]
    public ModelInput Model { get; set; } = null!;

    /// <summary>The label volume that Complete-SegJob makes; the extension gives the format: .tif, .h5 or .zarr. A path image.zarr/labels/name puts the labels into the OME-Zarr image.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string OutFile { get; set; } = string.Empty;

    /// <summary>The name of the dataset in an HDF5 volume.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string OutDataset { get; set; } = "labels";

    /// <summary>Writes one file per slice and resolution into a .zarr volume, as Export-SegLabels -Sharded does: fewer files where slices are large.</summary>
    [Parameter]
    public SwitchParameter Sharded { get; set; }

    /// <summary>Number of parts; 0 makes parts of about ten minutes on eight cores.</summary>
    [Parameter]
    [ValidateRange(0, 100000)]
    public int Parts { get; set; }

    /// <summary>The HDF5 dataset to read. Not needed when the file holds one image only.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Dataset { get; set; }

    /// <summary>Slices to label, counted from 0: numbers and ranges such as 7, 3-9, 100-. All slices when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Slice { get; set; }

    /// <summary>The axis of the stored shape that counts slices, from 0; negative counts from the last axis.</summary>
    [Parameter]
    [ValidateRange(-8, 7)]
    public int? Axis { get; set; }

    /// <summary>The axis of the stored shape that counts channels, from 0; negative counts from the last axis.</summary>
    [Parameter]
    [ValidateRange(-8, 7)]
    public int? ChannelAxis { get; set; }

    /// <summary>Standard deviation in pixels of a blur of the class probabilities before the winner is taken; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double Smooth { get; set; }

    /// <summary>How much classes with many painted pixels are favoured, as in Invoke-SegApply.</summary>
    [Parameter]
    [ValidateRange(-1.0, 1.0)]
    public double ClassPrior { get; set; }

    /// <summary>The resolution to read of an image that has several, 0 for the finest.</summary>
    [Parameter]
    [ValidateRange(0, 64)]
    public int? Level { get; set; }

    /// <summary>
    /// Distances between slices, between rows and between columns (z, y, x), for a model of volumes in three dimensions. Default: what
    /// the file says.
    /// </summary>
    [Parameter]
    [ValidateCount(3, 3)]
    public double[]? VoxelSize { get; set; }

    /// <summary>The unit of -VoxelSize, such as um.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? VoxelUnit { get; set; }

    /// <summary>Where to compute.</summary>
    [Parameter]
    public DeviceKind Device { get; set; }

    /// <summary>
    /// Takes the files by size, time and a sample of 4 MiB instead of the hash of every byte: for volumes of which a hash takes
    /// hours. A change in place between the samples is then noticed by its time only.
    /// </summary>
    [Parameter]
    public SwitchParameter SampleHash { get; set; }

    /// <summary>Replaces an earlier job in the folder with all it has computed, and the volume that stands at -OutFile now.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Also writes submit.sh, which submits the job to Slurm.</summary>
    [Parameter]
    public SwitchParameter Slurm { get; set; }

    /// <summary>Cores that a part asks Slurm for.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int CpusPerTask { get; set; } = 4;

    /// <summary>Memory that a part asks Slurm for, in MiB; 0 takes the plan's estimate.</summary>
    [Parameter]
    [ValidateRange(0, 16777216)]
    public int MemoryMegabytes { get; set; }

    /// <summary>Time limit of a part, and of the merge, as hours, minutes and seconds: 1:30:00. Left to the cluster when left out.</summary>
    [Parameter]
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>Slurm's partition.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Partition { get; set; }

    /// <summary>Slurm's account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    /// <summary>The most parts that Slurm runs at once; 0 for no limit.</summary>
    [Parameter]
    [ValidateRange(0, 100000)]
    public int ThrottleLimit { get; set; }

    /// <summary>Further options of sbatch, such as --constraint=avx512.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] SlurmOption { get; set; } = [];

    /// <summary>The PowerShell that Slurm's nodes start; the one that runs this command when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Shell { get; set; }

    private protected override void Process()
    {
        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in literal ? LiteralInputPath : InputPath)
        {
            IReadOnlyList<string> found = literal ? [this.FileOf(path)] : this.FilesOf(path);
            files.AddRange(found.SelectMany(f => System.IO.Directory.Exists(f) && !FileFormats.IsFolderInput(f) ? ImageFolder.Files(f, FileFormats.ReadExtensions) : [f]));
        }
    }

    private protected override void End()
    {
        if (Failures > 0)
        {
            // A volume without some of its files would look like the whole.
            return;
        }

        string folder = this.FileOf(Path);
        if (!ShouldProcess(folder, $"Plan a job of {Counted(files.Count, "file")}"))
        {
            return;
        }

        SegModel model = Model.Resolve(this);
        var request = new JobRequest
        {
            Files = files,
            Reading = new ImageReadOptions { Dataset = Dataset, Slices = SliceArgument.Parse(Slice), Axis = Axis, ChannelAxis = ChannelAxis, Level = Level },
            ExtraChannels = ExtraChannel,
            ExtraVolumes = ExtraVolume,
            Model = model,
            OutFile = this.FileOf(OutFile),
            OutDataset = OutDataset,
            Sharded = Sharded,
            Parts = Parts,
            Smooth = Smooth,
            ClassPrior = ClassPrior,
            VoxelSize = VoxelSizeArgument.Parse(VoxelSize, VoxelUnit),
            SampleHash = SampleHash,
            Overwrite = Force,
        };
        SlurmOptions? slurm = Slurm ? Options() : null;
        SegJob job = Run("Planning the job", folder, 0, options => SegJob.Create(folder, request, EngineSelector.Select(Device), slurm, options with { Threads = AllottedCores.Count() }));
        int cores = Slurm ? CpusPerTask : AllottedCores.Count();
        Verbose($"{job}: about {job.EstimateTime(cores).TotalMinutes:0.0} min and {job.EstimateMemory(cores) >> 20} MiB for a part with {cores} cores");
        if (Run("Planning the job", folder, 0, options => job.VoxelDoubt(options.Cancellation) ?? string.Empty) is { Length: > 0 } doubt)
        {
            WriteWarning(doubt);
        }

        WriteObject(job);
    }

    private SlurmOptions Options()
    {
        string? root = MyInvocation.MyCommand.Module?.ModuleBase;
        string manifest = System.IO.Path.Combine(root ?? string.Empty, "NDSeg.psd1");
        string shell = System.IO.Path.Combine(SessionState.PSVariable.GetValue("PSHOME")?.ToString() ?? string.Empty, "pwsh");
        return new SlurmOptions
        {
            CpusPerTask = CpusPerTask,
            MemoryMegabytes = MemoryMegabytes > 0 ? MemoryMegabytes : null,
            TimeLimit = TimeLimit,
            Partition = Partition,
            Account = Account,
            AtOnce = ThrottleLimit > 0 ? ThrottleLimit : null,
            Others = SlurmOption,
            PowerShell = Shell ?? (File.Exists(shell) ? shell : "pwsh"),
            Module = root is not null && File.Exists(manifest) ? manifest : "NDSeg",
        };
    }
}
