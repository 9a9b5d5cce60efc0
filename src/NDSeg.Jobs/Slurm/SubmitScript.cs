using System.Globalization;
using System.Text;
using NDSeg.Jobs.Plans;
using NDSeg.Storage;

namespace NDSeg.Jobs.Slurm;

/// <summary>
/// The script that hands a job to Slurm. Run by a user it submits itself: an array with one task for each part, and behind it the
/// merge. The merge comes after the array however that ended (afterany): where parts are missing, it says in its log which.
/// </summary>
internal static class SubmitScript
{
    // Runtime, PowerShell and module; a slice is little beside them.
    private const long MergeBytes = 512L << 20;

    /// <summary>Writes the script.</summary>
    /// <exception cref="SegException">InvalidSlurmOption; TargetNotWritable.</exception>
    public static void Write(JobFolder folder, JobPlan plan, SlurmOptions options)
    {
        byte[] text = Encoding.UTF8.GetBytes(Text(folder, plan, options));
        AtomicFile.Write(folder.Script, overwrite: true, stream => stream.Write(text));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Script, File.GetUnixFileMode(folder.Script) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute);
        }
    }

    /// <summary>The script.</summary>
    /// <exception cref="SegException">InvalidSlurmOption.</exception>
    internal static string Text(JobFolder folder, JobPlan plan, SlurmOptions options)
    {
        string name = "ndseg-" + new string([.. Path.GetFileName(folder.Path).Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')]);
        long memory = options.MemoryMegabytes ?? Megabytes(plan.Estimate.Memory(options.CpusPerTask));
        string all = plan.Parts.Count == 1 ? "0" : $"0-{plan.Parts.Count - 1}";
        string limit = options.AtOnce is int most ? FormattableString.Invariant($"%{most}") : string.Empty;
        string[] place =
        [
            .. options.Partition is null ? [] : new[] { $"--partition={options.Partition}" },
            .. options.Account is null ? [] : new[] { $"--account={options.Account}" },
            .. options.Others,
        ];
        string[] part =
        [
            $"--job-name={name}",
            FormattableString.Invariant($"--cpus-per-task={options.CpusPerTask}"),
            FormattableString.Invariant($"--mem={memory}M"),
            .. options.TimeLimit is TimeSpan time ? new[] { "--time=" + Time(time) } : [],
            $"--output={folder.Logs}/part-%a-%A.log",
            .. place,
        ];
        string[] merge = [$"--job-name={name}-merge", "--cpus-per-task=1", FormattableString.Invariant($"--mem={Megabytes(MergeBytes + (8L * plan.Height * plan.Width))}M"), $"--output={folder.Logs}/merge-%j.log", .. place];
        double minutes = plan.Estimate.Seconds(plan.Parts.Max(p => p.Count), options.CpusPerTask) / 60;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            #!/bin/bash
            # {{plan.SliceCount}} slices in {{plan.Parts.Count}} parts; a part is estimated to take {{minutes:0.0}} min with {{options.CpusPerTask}} cores and {{memory}} MiB.
            #   bash submit.sh          submits all parts, and the merge behind them
            #   bash submit.sh 3,7-9    submits these parts again, and the merge
            set -u
            export NO_COLOR=1
            export NDSEG_JOB={{Quoted(folder.Path)}}
            export NDSEG_JOB_MODULE={{Quoted(options.Module)}}
            pwsh={{Quoted(options.PowerShell)}}
            script={{Quoted(folder.Script)}}
            import='$ErrorActionPreference = "Stop"; Import-Module $env:NDSEG_JOB_MODULE; $ErrorActionPreference = "Continue"; '
            case "${NDSEG_JOB_STEP:-submit}" in
              part)
                exec "$pwsh" -NoProfile -NonInteractive -Command "$import"'Invoke-SegJob $env:NDSEG_JOB -Part $env:SLURM_ARRAY_TASK_ID'
                ;;
              merge)
                exec "$pwsh" -NoProfile -NonInteractive -Command "$import"'Complete-SegJob $env:NDSEG_JOB'
                ;;
              *)
                set -e
                parts=$(NDSEG_JOB_STEP=part sbatch --parsable --array="${1:-{{all}}}{{limit}}" {{Joined(part)}} "$script")
                merge=$(NDSEG_JOB_STEP=merge sbatch --parsable --dependency="afterany:${parts%%;*}" {{Joined(merge)}} "$script")
                echo "parts ${parts%%;*}, merge ${merge%%;*}"
                ;;
            esac

            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Joined(IEnumerable<string> options) => string.Join(' ', options.Select(Quoted));

    private static string Quoted(string text) => text.Any(char.IsControl)
        ? throw new SegException("InvalidSlurmOption", SegErrorKind.InvalidArgument, $"Expected paths and options of one line for the submit script, found '{text.ReplaceLineEndings(" ")}'.", "Leave line breaks out.")
        : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static long Megabytes(long bytes) => (bytes + (1L << 20) - 1) >> 20;

    private static string Time(TimeSpan time) => FormattableString.Invariant($"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}");
}
