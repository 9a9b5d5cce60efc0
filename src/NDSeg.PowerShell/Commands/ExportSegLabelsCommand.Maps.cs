using NDSeg.PowerShell.Export;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Commands;

/// <content>The files of probabilities and uncertainty beside the labels.</content>
public sealed partial class ExportSegLabelsCommand
{
    private readonly List<(string Kind, MapVolumeExport File)> maps = [];

    private void WriteMaps(string target, SegSegmentation? result)
    {
        foreach (MapFile file in MapFile.Of(target, result, Probability, Uncertainty))
        {
            // What was computed before an interruption is gone, so that a volume that is continued has a file for every slice.
            if (volume is { Sources: null } && !Resume)
            {
                AddToVolume(target, file);
            }
            else
            {
                WriteMap(file);
            }
        }
    }

    private void WriteMap(MapFile file)
    {
        if (!written.Add(file.Target))
        {
            throw new SegException("SeveralResultsOneFile", SegErrorKind.InvalidArgument, $"Expected one result for '{file.Target}', found another.", "Use -Directory, which names files after their images.");
        }

        Run("Writing maps", file.Target, 0, options =>
        {
            file.Write(Force, options.Cancellation);
            return true;
        });
        PassThruFile(file.Target, 1, []);
    }

    private void AddToVolume(string target, MapFile file)
    {
        try
        {
            MapVolumeExport? open = maps.FirstOrDefault(m => m.Kind == file.Kind).File;
            if (open is null)
            {
                open = file.OpenVolume(target, Force);
                maps.Add((file.Kind, open));
            }

            file.AddTo(open, Cancellation);
        }
        catch (SegException failure) when (ParameterSetName == PathSet)
        {
            // The other slices would fail the same way, each after its computation.
            Terminate(failure, target);
        }
    }

    private void FinishMaps()
    {
        foreach ((_, MapVolumeExport file) in maps)
        {
            using (file)
            {
                Attempt(file.Target, () => PassThruFile(file.Target, file.Count, Run("Writing maps", file.Target, 0, options => file.Finish(options.Cancellation))));
            }
        }

        maps.Clear();
    }

    private void PassThruFile(string file, int slices, IReadOnlyList<int> missing)
    {
        Verbose($"{file}: {Counted(slices, "slice")} written, {Elapsed.TotalSeconds:0.000} s");
        if (PassThru)
        {
            WriteObject(WrittenFile.Of(this, file, slices, missing));
        }
    }
}
