using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;
using NDSeg.IO.Labels;

namespace NDSeg.IO;

/// <summary>
/// Reads label maps from the files <see cref="ImageReader"/> reads. Every distinct value other than 0 is a class; values
/// are kept and numbered 1..K in ascending order. RGB images give one class per colour, black being unlabelled;
/// palette images give their indices.
/// </summary>
public static class LabelReader
{
    /// <summary>Reads a file that holds one label map.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="options">What to read; null reads everything.</param>
    /// <param name="cancellation">Ends the reading early with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="SegException">
    /// Those of <see cref="ImageReader.Read"/>, and FloatLabels, UnsupportedLabels, TooManyClasses,
    /// ClassNameCountMismatch, LabelVolume when there are several slices.
    /// </exception>
    public static SegLabels Read(string path, LabelReadOptions? options = null, CancellationToken cancellation = default)
        => Read(InputSource.Open(path), options ?? LabelReadOptions.Default, cancellation);

    /// <summary>
    /// Streams the slices of a label volume with memory for one at a time. All share one list of classes, found in a
    /// first pass over the selected slices.
    /// </summary>
    /// <inheritdoc cref="Read(string, LabelReadOptions, CancellationToken)"/>
    public static IEnumerable<SegLabels> ReadAll(string path, LabelReadOptions? options = null, CancellationToken cancellation = default)
        => ReadAll(InputSource.Open(path), options ?? LabelReadOptions.Default, cancellation);

    /// <summary>Reads the one label map of a source, which is then closed.</summary>
    internal static SegLabels Read(InputSource source, LabelReadOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<SegClass> declared = Declared(source, options, cancellation);
        using ImageVolume volume = Open(source, options, cancellation);
        if (volume.Selected is not [int slice])
        {
            throw new SegException(
                "LabelVolume",
                SegErrorKind.InvalidArgument,
                $"Expected one label map, found {volume.Selected.Count} slices of {volume.Info.Height} x {volume.Info.Width} pixels in '{volume.Info.Path}'.", "Read one of them with Import-SegLabels -Slice, or all as one volume with Import-SegLabels -As Volume.");
        }

        LabelEncoding encoding = LabelValues.EncodingOf(volume.Info);
        LabelValues values = Values(volume, slice);
        var distinct = new HashSet<long>();
        values.CollectInto(distinct, volume.Info.Path);
        return Build(volume, slice, values, LabelClasses.Of(distinct, declared, encoding, options.ClassNames, options.ClassColors, volume.Info.Path), encoding);
    }

    /// <summary>
    /// Opens the slices of a label volume as one volume in three dimensions, which reads them when they are asked for. All share one
    /// list of classes, found in a first pass over the selected slices.
    /// </summary>
    /// <param name="path">File to read.</param>
    /// <param name="options">What to read: slices must follow one another; null reads everything.</param>
    /// <param name="voxelSize">Distances between voxels; null takes what the file says.</param>
    /// <param name="cancellation">Ends the first pass early with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The volume; it owns the open file.</returns>
    /// <exception cref="SegException">Those of <see cref="Read(string, LabelReadOptions, CancellationToken)"/>; SlicesNotConsecutive; InvalidVoxelSize.</exception>
    public static SegLabelVolume OpenVolume(string path, LabelReadOptions? options = null, VoxelSize? voxelSize = null, CancellationToken cancellation = default)
    {
        options ??= LabelReadOptions.Default;
        InputSource source = InputSource.Open(path);
        IReadOnlyList<SegClass> declared = Declared(source, options, cancellation);
        ImageVolume volume = Open(source, options, CancellationToken.None);
        try
        {
            LabelEncoding encoding = LabelValues.EncodingOf(volume.Info);
            int first = VolumeReader.FirstOf(volume);
            IReadOnlyList<SegClass> classes = ClassesOf(volume, declared, encoding, options, cancellation);
            ImageProbe info = volume.Info;
            var from = new ImageSource(info.Path, info.Dataset, SliceCount: volume.Selected.Count) { Content = volume.Content };
            return new SegLabelVolume(
                volume.Selected.Count, info.Height, info.Width, classes, z => Build(volume, first + z, Values(volume, first + z), classes, encoding), encoding, from, voxelSize ?? info.VoxelSize, volume) { FirstSlice = first };
        }
        catch
        {
            volume.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes one volume of label files of one slice each, in the order given; every file is opened when its slice is read. All share one list
    /// of classes, found in a first pass over the files.
    /// </summary>
    /// <param name="paths">Files, at least one.</param>
    /// <param name="options">What to read of every file; null reads everything.</param>
    /// <param name="voxelSize">Distances between voxels; null takes what the first file says.</param>
    /// <param name="cancellation">Ends the first pass early with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="SegException">Those of <see cref="Read(string, LabelReadOptions, CancellationToken)"/>; SliceShapeMismatch; ClassMismatch; InvalidVoxelSize.</exception>
    public static SegLabelVolume OpenFiles(IReadOnlyList<string> paths, LabelReadOptions? options = null, VoxelSize? voxelSize = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        LabelReadOptions what = options ?? LabelReadOptions.Default;
        string[] files = [.. paths];
        var distinct = new HashSet<long>();
        var declared = new List<IReadOnlyList<SegClass>>();
        ImageProbe? first = null;
        foreach (string file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            InputSource input = InputSource.Open(file);
            declared.Add(Declared(input, what, cancellation));
            using ImageVolume slice = Open(input, what, cancellation);
            first ??= slice.Info;
            RequireAlike(first, slice);
            Values(slice, slice.Selected[0]).CollectInto(distinct, slice.Info.Path);
        }

        LabelEncoding encoding = LabelValues.EncodingOf(first!);
        var source = new ImageSource(files.Length == 1 ? first!.Path : Path.GetDirectoryName(first!.Path), SliceCount: files.Length);
        IReadOnlyList<SegClass> classes = LabelClasses.Of(distinct, SegClassList.Merged(declared), encoding, what.ClassNames, what.ClassColors, source.Path!);
        return new SegLabelVolume(files.Length, first.Height, first.Width, classes, ReadFile, encoding, source, voxelSize ?? first.VoxelSize);

        // As of images, their place in the volume is what slices are known by.
        SegLabels ReadFile(int place)
        {
            using ImageVolume slice = Open(InputSource.Open(files[place]), what, CancellationToken.None);
            return Build(slice, slice.Selected[0], Values(slice, slice.Selected[0]), classes, encoding, source with { SliceIndex = place });
        }
    }

    /// <summary>The number of slices of a label file, without reading a pixel.</summary>
    /// <inheritdoc cref="Read(string, LabelReadOptions, CancellationToken)"/>
    public static int CountSlices(string path, LabelReadOptions? options = null, CancellationToken cancellation = default)
    {
        using ImageVolume volume = Open(InputSource.Open(path), options ?? LabelReadOptions.Default, cancellation);
        return volume.Info.SliceCount;
    }

    private static void RequireAlike(ImageProbe first, ImageVolume file)
    {
        ImageProbe other = file.Info;
        if (file.Selected.Count != 1)
        {
            throw new SegException("LabelVolume", SegErrorKind.InvalidArgument, $"Expected files of one slice each, found {file.Selected.Count} slices in '{other.Path}'.", "Name that file alone: it is a volume itself.");
        }

        if (other.Height != first.Height || other.Width != first.Width)
        {
            throw new SegException("SliceShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected label maps of {first.Height} x {first.Width} pixels as '{first.Path}' has, found {other.Height} x {other.Width} in '{other.Path}'.", "Make a volume of files of one size.");
        }

        if (LabelValues.EncodingOf(other) != LabelValues.EncodingOf(first))
        {
            throw new SegException("ClassMismatch", SegErrorKind.InvalidData, $"Expected labels of one kind, found {LabelValues.EncodingOf(first)} in '{first.Path}' and {LabelValues.EncodingOf(other)} in '{other.Path}'.", "Save all label files with integer values, or all with colours.");
        }
    }

    private static IEnumerable<SegLabels> ReadAll(InputSource source, LabelReadOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<SegClass> declared = Declared(source, options, cancellation);
        using ImageVolume volume = Open(source, options, cancellation);
        LabelEncoding encoding = LabelValues.EncodingOf(volume.Info);
        IReadOnlyList<SegClass> classes = ClassesOf(volume, declared, encoding, options, cancellation);
        for (int ordinal = 0; ordinal < volume.Selected.Count; ordinal++)
        {
            cancellation.ThrowIfCancellationRequested();
            int slice = volume.Selected[ordinal];
            SegLabels labels = Build(volume, slice, Values(volume, slice), classes, encoding);
            yield return volume.Info.SliceCount > 1 ? labels.InSeries(new SeriesPosition(ordinal, volume.Selected.Count)) : labels;
        }
    }

    private static SegClassList ClassesOf(ImageVolume volume, IReadOnlyList<SegClass> declared, LabelEncoding encoding, LabelReadOptions options, CancellationToken cancellation)
    {
        var distinct = new HashSet<long>();
        foreach (int slice in volume.Selected)
        {
            cancellation.ThrowIfCancellationRequested();
            Values(volume, slice).CollectInto(distinct, volume.Info.Path);
        }

        return LabelClasses.Of(distinct, declared, encoding, options.ClassNames, options.ClassColors, volume.Info.Path);
    }

    // What the file itself says goes before what lies beside it.
    private static IReadOnlyList<SegClass> Declared(InputSource source, LabelReadOptions options, CancellationToken cancellation)
    {
        try
        {
            FileFormat format = FileFormats.Detect(source);
            IReadOnlyList<SegClass> inside = ClassTable.Read(FileErrors.Guard(source.Path, () => format.ReadClasses(source, options.Dataset, cancellation)));
            return inside.Count > 0 ? inside : ClassTable.OfSidecar(source.Path);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static ImageVolume Open(InputSource source, LabelReadOptions options, CancellationToken cancellation)
    {
        var read = new ImageReadOptions { Dataset = options.Dataset, Level = options.Level, Slices = options.Slices, Axis = options.Axis, ChannelAxis = options.ChannelAxis };
        return ImageReader.Open(source, read, cancellation, allowLong: true);
    }

    private static LabelValues Values(ImageVolume volume, int slice) => FileErrors.Guard(volume.Info.Path, () => LabelValues.Of(volume, slice));

    private static SegLabels Build(ImageVolume volume, int slice, LabelValues values, IReadOnlyList<SegClass> classes, LabelEncoding encoding, ImageSource? source = null)
    {
        var indexOf = classes.ToDictionary(c => c.Value, c => c.Index);
        var image = volume.Info;
        int pixels = image.Height * image.Width;
        ImageSource from = source ?? volume.SourceOf(slice);
        if (classes.Count <= byte.MaxValue)
        {
            var narrow = new byte[pixels];
            values.Map(indexOf, narrow, null);
            return new SegLabels(image.Height, image.Width, narrow, classes, encoding, from, volume.PixelSizeOf(slice));
        }

        var wide = new ushort[pixels];
        values.Map(indexOf, null, wide);
        return new SegLabels(image.Height, image.Width, wide, classes, encoding, from, volume.PixelSizeOf(slice));
    }
}
