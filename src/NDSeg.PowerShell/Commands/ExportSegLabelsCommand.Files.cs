using System.Management.Automation;
using NDSeg.Images;
using NDSeg.PowerShell.Binding;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Commands;

/// <content>Which file a result goes to, and when it is opened and closed.</content>
public sealed partial class ExportSegLabelsCommand
{
    private string TargetOf(LabelInput input, SegLabels labels, bool slice)
    {
        if (ParameterSetName == PathSet)
        {
            return this.FileOf(Path);
        }

        string folder = this.FileOf(Directory);
        string below = RelativeTo is null ? string.Empty : LabelFileNames.Subfolder(labels.Source, this.FileOf(RelativeTo));
        string name = NewName is null
            ? LabelFileNames.For(labels.Source, slice, Suffix, format!)
            : LabelFileNames.Checked(NewName.InvokeWithContext(null, [new PSVariable("_", input.Segmentation ?? (object)labels)]).LastOrDefault()?.ToString(), labels.Source);
        return System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, below, name));
    }

    private bool MayWrite(string target)
    {
        if (declined.Contains(target))
        {
            return false;
        }

        if (written.Contains(target))
        {
            string remedy = ParameterSetName == PathSet ? "Use -Directory, which names files after their images, or one volume at a time." : "Use -RelativeTo, which keeps the folders of the images apart, or -NewName.";
            var failure = new SegException("SeveralResultsOneFile", SegErrorKind.InvalidArgument, $"Expected one image or one volume for '{target}', found another result for it.", remedy);
            if (ParameterSetName == PathSet)
            {
                // What came so far would look like the whole; it is given up, and so is what would follow.
                Terminate(failure, target);
            }

            throw failure;
        }

        if (!ShouldProcess(target, "Write labels"))
        {
            declined.Add(target);
            return false;
        }

        if (ParameterSetName == DirectorySet)
        {
            System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        }

        written.Add(target);
        return true;
    }

    /// <summary>Starts a file.</summary>
    private bool Start(string target, SegLabels labels, SeriesPosition? place, SegSegmentation? segmentation)
    {
        if (!MayWrite(target))
        {
            return false;
        }

        FinishVolume();
        WriteHeld();
        if (place is not null)
        {
            volume = Open(target, labels, place, segmentation);
            AddSlice(labels, place, segmentation);
        }
        else if (ParameterSetName == PathSet)
        {
            // Whether it is a map or the first slice of a stack is known when another one comes.
            held = (target, labels, segmentation);
        }
        else
        {
            WriteSingle(target, labels, segmentation);
        }

        return true;
    }

    /// <summary>A second result for the same file: both are slices.</summary>
    private void Stack(SegLabels labels, SegSegmentation? segmentation)
    {
        (string target, SegLabels first, SegSegmentation? firstSegmentation) = held!.Value;
        held = null;
        if (format?.WritesVolumes == false)
        {
            Terminate(new SegException("SeveralResultsOneFile", SegErrorKind.InvalidArgument, $"Expected one result for '{target}', whose format holds one, found another.", "Write a TIFF or HDF5 file, or use -Directory, which names files after their images."), target);
        }

        volume = Open(target, first, place: null, firstSegmentation);
        AddSlice(first, null, firstSegmentation);
        AddSlice(labels, null, segmentation);
    }

    private void AddSlice(SegLabels labels, SeriesPosition? place, SegSegmentation? segmentation)
    {
        volume!.Add(labels, place);
        last = (labels, segmentation);
    }

    private LabelVolumeExport Open(string target, SegLabels labels, SeriesPosition? place, SegSegmentation? segmentation)
    {
        FinishFile();
        try
        {
            return Run("Preparing the label volume", target, 0, options => writer.Open(target, labels, place, segmentation, Resume, options.Cancellation));
        }
        catch (SegException failure)
        {
            if (ParameterSetName == PathSet)
            {
                // The other slices would fail the same way, each after its computation.
                Terminate(failure, target);
            }

            declined.Add(target);
            throw;
        }
    }

    private void WriteHeld()
    {
        if (held is { } single)
        {
            held = null;
            WriteSingle(single.Target, single.Labels, single.Segmentation);
        }
    }

    private void WriteSingle(string target, SegLabels labels, SegSegmentation? segmentation)
    {
        FinishFile();
        CancellationToken cancellation = Cancellation;
        pending = new PendingFile(target, () => writer.Write(target, labels, segmentation, cancellation));
    }

    private void FinishFile()
    {
        if (pending is not { } file)
        {
            return;
        }

        pending = null;
        Attempt(file.Target, () =>
        {
            Run("Writing labels", file.Target, 0, _ => file.Wait());
            PassThruFile(file.Target, 1, []);
        });
    }

    private void FinishVolume()
    {
        if (volume is not { } finished)
        {
            return;
        }

        volume = null;
        using (finished)
        {
            Attempt(finished.Target, () =>
            {
                int count = finished.Count;
                IReadOnlyList<int> missing = Run("Joining slices", finished.Target, 0, options => writer.Finish(finished, last.Labels, last.Segmentation, options.Cancellation));
                if (missing.Count > 0)
                {
                    WriteWarning($"{finished.Target}: {missing.Count} of {count} slices are missing and were filled with 0: {string.Join(", ", missing)}.");
                }

                PassThruFile(finished.Target, count, missing);
            });
            FinishMaps();
        }
    }
}
