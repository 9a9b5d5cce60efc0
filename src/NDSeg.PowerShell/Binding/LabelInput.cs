using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Rois;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Binding;

/// <summary>What a parameter for label maps takes: labels, a segmentation, or the path of a label file.</summary>
public sealed class LabelInput
{
    private readonly SegLabels? labels;
    private readonly string? path;

    /// <summary>A label map in memory.</summary>
    public LabelInput(SegLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        this.labels = labels;
    }

    /// <summary>The result of Invoke-SegApply.</summary>
    public LabelInput(SegSegmentation segmentation)
    {
        ArgumentNullException.ThrowIfNull(segmentation);
        labels = segmentation.Labels;
        Segmentation = segmentation;
    }

    /// <summary>A label volume.</summary>
    public LabelInput(SegLabelVolume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        Volume = volume;
    }

    /// <summary>The path of a label file.</summary>
    public LabelInput(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        this.path = path;
    }

    /// <summary>A label file.</summary>
    public LabelInput(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        path = WildcardPattern.Escape(file.FullName);
    }

    /// <summary>A folder that is one label, such as a Zarr folder.</summary>
    public LabelInput(DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        path = WildcardPattern.Escape(folder.FullName);
    }

    /// <summary>The segmentation the labels belong to, if that was given.</summary>
    public SegSegmentation? Segmentation { get; }

    /// <summary>The label volume, if that was given.</summary>
    internal SegLabelVolume? Volume { get; }

    /// <summary>The labels as given, or the path.</summary>
    public override string ToString() => labels?.ToString() ?? Volume?.ToString() ?? path!;

    /// <summary>The labels, read from their file where a path was given.</summary>
    /// <exception cref="SegException">What reading the file throws.</exception>
    internal SegLabels Resolve(PSCmdlet command, CancellationToken cancellation)
    {
        if (labels is not null)
        {
            return labels;
        }

        if (Volume is { } volume)
        {
            return volume.Depth == 1
                ? volume.ReadSlice(0)
                : throw new SegException("LabelVolume", SegErrorKind.InvalidArgument, $"Expected one label map, found the {volume.Depth} slices of {volume}.", "Give a slice, or a volume of images with it.");
        }

        return Read(File(command), cancellation);
    }

    /// <summary>The labels as one volume: a volume as it is, a file opened as one, a folder or several files of one slice each as one, a map in memory as a volume of one slice.</summary>
    /// <exception cref="SegException">What opening the file throws.</exception>
    internal SegLabelVolume OpenVolume(PSCmdlet command, CancellationToken cancellation)
    {
        if (Volume is not null || labels is not null)
        {
            return Volume ?? SegLabelVolume.FromSlices([labels!]);
        }

        string[] files = [.. command.FilesOf(path!).SelectMany(f => ImageFolder.Inputs(f, ImageFolder.Extensions))];
        Array.ForEach(files, RequireNoStrokes);
        return files is [string only] ? LabelReader.OpenVolume(only, cancellation: cancellation) : LabelReader.OpenFiles(files, cancellation: cancellation);
    }

    /// <summary>The volume that was given, or the file of several slices that a path names, opened as one; null for a single map.</summary>
    /// <exception cref="SegException">What opening the file throws.</exception>
    internal SegLabelVolume? OpenIfVolume(PSCmdlet command, CancellationToken cancellation)
    {
        if (Volume is not null || path is null)
        {
            return Volume;
        }

        string file = File(command);
        return SlicesOf(file, cancellation) > 1 ? LabelReader.OpenVolume(file, cancellation: cancellation) : null;
    }

    // Reading the labels says what is wrong.
    private static int SlicesOf(string file, CancellationToken cancellation)
    {
        try
        {
            return LabelReader.CountSlices(file, cancellation: cancellation);
        }
        catch (SegException)
        {
            return 1;
        }
    }

    /// <summary>One label volume per volume of images. Labels of some slices of one volume become one volume, unlabelled elsewhere.</summary>
    /// <exception cref="SegException">UnknownSlice; SliceOutOfRange; what opening the files throws.</exception>
    internal static SegLabelVolume[] Volumes(LabelInput[] inputs, SegVolume[] volumes, PSCmdlet command, CancellationToken cancellation)
    {
        if (volumes is not [SegVolume only] || only.Depth == 1 || inputs.Any(i => i.labels is null))
        {
            return [.. inputs.Select(i => i.OpenVolume(command, cancellation))];
        }

        return
        [
            SegLabelVolume.Sparse(only.Depth, [.. inputs.Select(i => (VolumePlace.Of(i.labels!, only), i.labels!))], only.VoxelSize),
        ];
    }

    /// <summary>The labels as given, or those of every file that matches the path, one label map each.</summary>
    /// <exception cref="SegException">What reading the files throws.</exception>
    internal IEnumerable<SegLabels> ResolveAll(PSCmdlet command, CancellationToken cancellation)
        => labels is not null ? [labels] : command.FilesOf(path!).Select(file => Read(file, cancellation));

    /// <summary>The label map, or the slices of a label volume one by one.</summary>
    /// <exception cref="SegException">What reading the files throws.</exception>
    internal IEnumerable<SegLabels> Slices(PSCmdlet command, CancellationToken cancellation)
        => labels is not null ? [labels]
            : Volume is { } volume ? Enumerable.Range(0, volume.Depth).Select(volume.ReadSlice)
            : command.FilesOf(path!).SelectMany(file => LabelReader.ReadAll(Checked(file), cancellation: cancellation));

    /// <summary>The one file that a path names; null where none was given, or it names several.</summary>
    /// <exception cref="SegException">FileNotFound.</exception>
    internal string? FileOrNull(PSCmdlet command) => path is not null && command.FilesOf(path) is [string only] ? only : null;

    private string File(PSCmdlet command)
    {
        IReadOnlyList<string> files = command.FilesOf(path!);
        return files.Count == 1
            ? Checked(files[0])
            : throw new SegException("AmbiguousPath", SegErrorKind.InvalidArgument, $"Expected one label file, found {files.Count} that match '{path}'.", "Name one of them.");
    }

    private static SegLabels Read(string file, CancellationToken cancellation) => LabelReader.Read(Checked(file), cancellation: cancellation);

    /// <summary>Refuses files that are read with more than their path.</summary>
    /// <exception cref="SegException">StrokesNeedImage.</exception>
    internal static void RequireNoStrokes(string file)
    {
        if (RoiReader.Reads(file))
        {
            throw new SegException("StrokesNeedImage", SegErrorKind.InvalidArgument, $"Expected a label image, found strokes of another program in '{file}'.", $"Read them first, with the image they were drawn on: Import-SegLabels {Path.GetFileName(file)} -Image.");
        }
    }

    private static string Checked(string file)
    {
        RequireNoStrokes(file);
        return file;
    }
}
