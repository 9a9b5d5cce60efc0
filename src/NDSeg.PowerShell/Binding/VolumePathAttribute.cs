using System.Management.Automation;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Binding;

/// <summary>
/// Lets a parameter for volumes take paths and files too, as Import-SegImage -As Volume reads them: a file of several slices is a volume,
/// and files of one slice each that stand in a folder, match a wildcard or follow each other are the slices of one.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VolumePathAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether there may be several volumes.</summary>
    public bool Several { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        object? given = Unwrapped(inputData);
        object?[] all = given is Array several ? [.. several.Cast<object?>().Select(Unwrapped)] : [given];
        return Array.Exists(all, IsPath) ? ImagePathAttribute.Guard(() => Open(engineIntrinsics.SessionState, all)) : inputData;
    }

    private static object? Unwrapped(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static bool IsPath(object? value) => value is string or FileSystemInfo;

    private object Open(SessionState session, object?[] given)
    {
        var opened = new List<object?>();
        var slices = new List<string>();
        foreach (object? one in given)
        {
            IReadOnlyList<string> files = IsPath(one) ? FilesOf(session, one!) : [];
            if (files is [string file] && IsSlice(file))
            {
                slices.Add(file);
                continue;
            }

            opened.AddRange(Joined(slices));
            slices.Clear();
            opened.AddRange(IsPath(one) ? files.Where(f => !IsSlice(f)).Select(f => VolumeReader.Open(f, reading: new SourceReading(null, null, null))) : [one]);
            opened.AddRange(Joined([.. files.Where(IsSlice)]));
        }

        opened.AddRange(Joined(slices));
        return Several ? opened.ToArray()
            : opened is [{ } only] ? only
            : throw new SegException("AmbiguousPath", SegErrorKind.InvalidArgument, $"Expected one volume, found {opened.Count} in '{string.Join(", ", given)}'.", "Name one of them.");
    }

    private static string[] FilesOf(SessionState session, object path)
    {
        IReadOnlyList<string> found = path is FileSystemInfo info ? [info.FullName] : session.FilesOf((string)path);
        return [.. found.SelectMany(f => ImageFolder.Inputs(f, ImageFolder.Extensions))];
    }

    private static bool IsSlice(string file) => ImageReader.Probe(file).SliceCount == 1;

    private static IEnumerable<SegVolume> Joined(List<string> slices) => slices.Count > 0 ? [VolumeReader.OpenFiles(slices)] : [];
}
