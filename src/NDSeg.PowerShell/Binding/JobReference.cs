using System.Management.Automation;
using NDSeg.Jobs;
using NDSeg.PowerShell.Pipeline;

namespace NDSeg.PowerShell.Binding;

/// <summary>What a -Job parameter takes: a job, or its folder, which the command opens.</summary>
public sealed class JobReference
{
    private readonly object job;

    /// <summary>A job that was planned or opened in this session.</summary>
    public JobReference(SegJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        this.job = job;
    }

    /// <summary>The folder of a job, taken as it is: no character is a wildcard.</summary>
    public JobReference(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        job = path;
    }

    /// <summary>The folder of a job.</summary>
    public JobReference(DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        job = folder.FullName;
    }

    /// <summary>The job as given, or its folder.</summary>
    public override string ToString() => job.ToString()!;

    /// <summary>The job, read from its folder where one was given.</summary>
    /// <exception cref="SegException">What opening the job throws.</exception>
    internal SegJob Resolve(PSCmdlet command) => job as SegJob ?? SegJob.Open(command.FileOf((string)job));
}
