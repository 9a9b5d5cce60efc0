using NDSeg.Images;
using NDSeg.PowerShell.Export;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Commands;

/// <content>Which file a report goes to.</content>
public sealed partial class ExportSegReportCommand
{
    private string TargetOf(ImageSource source)
    {
        if (ParameterSetName == FileSet)
        {
            return this.FileOf(Path);
        }

        string below = RelativeTo is null ? string.Empty : LabelFileNames.Subfolder(source, this.FileOf(RelativeTo));
        string name = LabelFileNames.For(source, source.SliceIndex is not null, ".html");

        // The name of the page that -Index writes.
        name = name.Equals(IndexName, StringComparison.OrdinalIgnoreCase) ? "index_report.html" : name;
        return System.IO.Path.GetFullPath(System.IO.Path.Combine(this.FileOf(Directory), below, name));
    }

    private bool MayWrite(string target, string action)
    {
        if (written.Contains(target))
        {
            string remedy = ParameterSetName == FileSet ? "Use -Directory, which names reports after their sources." : "Use -RelativeTo, which keeps the folders of the sources apart, or -Path for each.";
            var failure = new SegException("SeveralResultsOneFile", SegErrorKind.InvalidArgument, $"Expected one result for '{target}', found another result for it.", remedy);
            if (ParameterSetName == FileSet)
            {
                Terminate(failure, target);
            }

            throw failure;
        }

        if (!ShouldProcess(target, action))
        {
            return false;
        }

        if (ParameterSetName == DirectorySet)
        {
            System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        }

        written.Add(target);
        return true;
    }
}
