using System.Collections;
using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Binding;

/// <summary>
/// Lets a parameter for images take paths and files too: they are read when the parameter is bound. Where it takes several images a
/// path may have wildcards that match several files.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImagePathAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether a path may stand for several images.</summary>
    public bool Several { get; set; }

    /// <summary>Whether a file of several slices is taken as a volume.</summary>
    public bool Volumes { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        return inputData switch
        {
            PSObject wrapped when wrapped.BaseObject is not PSCustomObject => IsPath(wrapped.BaseObject) || wrapped.BaseObject is Array ? Transform(engineIntrinsics, wrapped.BaseObject) : inputData,
            string path when Several => Guard(() => engineIntrinsics.SessionState.FilesOf(path)).Select(file => Read([file], file)).ToArray(),
            string path => Read(Guard(() => engineIntrinsics.SessionState.FilesOf(path)), path),
            FileSystemInfo file => Read([file.FullName], file.FullName),
            Hashtable panel => Panel(engineIntrinsics, panel),
            Array several when several.Cast<object?>().Any(NeedsWork) => several.Cast<object>().Select(one => Transform(engineIntrinsics, one)).SelectMany(one => one is Array images ? images.Cast<object>() : [one]).ToArray(),
            _ => inputData,
        };
    }

    private static bool IsPath(object? value) => value is string or FileSystemInfo or Hashtable;

    private static bool NeedsWork(object? value) => IsPath(value is PSObject wrapped ? wrapped.BaseObject : value);

    private Hashtable Panel(EngineIntrinsics engine, Hashtable panel)
    {
        var result = new Hashtable(panel, StringComparer.OrdinalIgnoreCase);
        if (result["Image"] is { } image)
        {
            result["Image"] = Transform(engine, image);
        }

        object? labels = result["Labels"] is PSObject wrapped ? wrapped.BaseObject : result["Labels"];
        if (labels is string or FileSystemInfo)
        {
            string text = labels is FileSystemInfo file ? WildcardPattern.Escape(file.FullName) : (string)labels;
            result["Labels"] = Guard(() => Labels(Only(engine.SessionState.FilesOf(text), text)));
        }

        Move<SegVolume>(result, "Image", nameof(SegPanel.Volume));
        Move<SegLabelVolume>(result, "Labels", nameof(SegPanel.LabelVolume));
        return result;
    }

    // A volume is a panel's image in a script, but another property of it.
    private static void Move<T>(Hashtable panel, string from, string to)
    {
        if ((panel[from] is PSObject wrapped ? wrapped.BaseObject : panel[from]) is T volume)
        {
            panel.Remove(from);
            panel[to] = volume;
        }
    }

    private static object Labels(string file)
    {
        LabelInput.RequireNoStrokes(file);
        return LabelReader.CountSlices(file) > 1 ? LabelReader.OpenVolume(file) : LabelReader.Read(file);
    }

    private object Read(IReadOnlyList<string> files, string path) => Guard<object>(() =>
    {
        string file = Only(files, path);
        int slices = ImageReader.Probe(file).SliceCount;
        return slices == 1 ? ImageReader.Read(file).First()
            : Volumes ? VolumeReader.Open(file, reading: new SourceReading(null, null, null))
            : throw new SegException("ImageVolume", SegErrorKind.InvalidArgument, $"Expected one image, found {slices} slices in '{file}'.", "Read the slices with Import-SegImage, or all of them as one volume with Import-SegImage -As Volume.");
    });

    private static string Only(IReadOnlyList<string> files, string path) => files is [string only]
        ? only
        : throw new SegException("AmbiguousPath", SegErrorKind.InvalidArgument, $"Expected one image file, found {files.Count} that match '{path}'.", "Name one of them.");

    /// <summary>Makes failures of reading those of binding, which shows the message of this exception; others it would call unexpected.</summary>
    internal static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SegException failure)
        {
            throw new ArgumentTransformationMetadataException(failure.Message, failure);
        }
    }
}
