using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Binding;

/// <summary>What a parameter for one image takes: an image, or the path of an image file.</summary>
public sealed class ImageInput
{
    private readonly string? path;

    /// <summary>An image in memory.</summary>
    public ImageInput(SegImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Image = image;
    }

    /// <summary>A volume.</summary>
    public ImageInput(SegVolume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        Volume = volume;
    }

    /// <summary>The path of an image file.</summary>
    public ImageInput(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        this.path = path;
    }

    /// <summary>An image file.</summary>
    public ImageInput(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        path = WildcardPattern.Escape(file.FullName);
    }

    /// <summary>A folder that is one image, such as a Zarr folder.</summary>
    public ImageInput(DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        path = WildcardPattern.Escape(folder.FullName);
    }

    /// <summary>The image, or null where a path was given.</summary>
    internal SegImage? Image { get; }

    /// <summary>The volume, if that was given.</summary>
    internal SegVolume? Volume { get; }

    /// <summary>The image as given, or the path.</summary>
    public override string ToString() => Image?.ToString() ?? Volume?.ToString() ?? path!;

    /// <summary>Rows, columns and slices, without reading a pixel of a file.</summary>
    /// <exception cref="SegException">What opening the file throws.</exception>
    internal (int Height, int Width, int Slices) Shape(PSCmdlet command, CancellationToken cancellation)
    {
        if (Image is { } image)
        {
            return (image.Height, image.Width, image.Source.SliceCount ?? 1);
        }

        if (Volume is { } volume)
        {
            return (volume.Height, volume.Width, volume.Depth);
        }

        ImageProbe probe = ImageReader.Probe(File(command), cancellation: cancellation);
        return (probe.Height, probe.Width, probe.SliceCount);
    }

    /// <summary>Distances between voxels, without reading a pixel of a file; null where they are not known.</summary>
    /// <exception cref="SegException">What opening the file throws.</exception>
    internal VoxelSize? Voxels(PSCmdlet command, CancellationToken cancellation)
        => Volume is { } volume ? volume.VoxelSize
            : Image is { } image ? VoxelSize.Of(image.PixelSize)
            : ImageReader.Probe(File(command), cancellation: cancellation).VoxelSize;

    /// <summary>The image, or one slice of a volume.</summary>
    /// <param name="command">Resolves the path.</param>
    /// <param name="slice">The slice of a volume to read, from 0; ignored for an image.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">What reading the file throws.</exception>
    internal SegImage Resolve(PSCmdlet command, int slice, CancellationToken cancellation)
    {
        if (Image is { } image)
        {
            return image;
        }

        if (Volume is { } whole)
        {
            return whole.ReadSlice(slice);
        }

        string file = File(command);
        bool volume = ImageReader.Probe(file, cancellation: cancellation).SliceCount > 1;
        return ImageReader.Read(file, volume ? new ImageReadOptions { Slices = [SliceRange.Of(slice)] } : null, cancellation).First();
    }

    /// <summary>The volume: as it was given, a file opened as one, an image in memory as a volume of one slice.</summary>
    /// <exception cref="SegException">What opening the file throws.</exception>
    internal SegVolume OpenVolume(PSCmdlet command)
        => Volume ?? (Image is { } image ? SegVolume.FromSlices([image]) : VolumeReader.Open(File(command)));

    /// <summary>The file, where a path was given.</summary>
    /// <exception cref="SegException">FileNotFound; AmbiguousPath.</exception>
    internal string File(PSCmdlet command)
    {
        IReadOnlyList<string> files = command.FilesOf(path!);
        return files.Count == 1
            ? files[0]
            : throw new SegException("AmbiguousPath", SegErrorKind.InvalidArgument, $"Expected one image file, found {files.Count} that match '{path}'.", "Name one of them.");
    }
}
