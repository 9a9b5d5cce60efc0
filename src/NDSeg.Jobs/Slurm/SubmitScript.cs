using System.Globalization;
using System.Text;
using NDSeg.IO;
using NDSeg.Jobs.Plans;
using NDSeg.Storage;

namespace NDSeg.Jobs.Slurm;

/// <summary>
/// The script that hands a job to Slurm. Run by a user it submits itself: an array with one task for each part, and behind it the
/// merge. The merge comes after the array however that ended (afterany): where parts are missing, it says in its log which.
/// A task learns what it is from an argument: where sbatch is told --export=NONE nothing of the environment reaches it.
/// </summary>
internal static class SubmitScript
{
    // Runtime, PowerShell and module; a slice is little beside them.
    private const long MergeBytes = 512L << 20;

    private static readonly TimeSpan ShortestTime = TimeSpan.FromMinutes(1);

    /// <summary>Writes the script.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="text">What <see cref="Text"/> gave.</param>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    public static void Write(JobFolder folder, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        AtomicFile.Write(folder.Script, overwrite: true, stream => stream.Write(bytes));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Script, File.GetUnixFileMode(folder.Script) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute);
        }
    }

    /// <summary>The script.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="plan">What it computes.</param>
    /// <param name="options">What to ask Slurm for.</param>
    /// <exception cref="SegException">InvalidSlurmOption.</exception>
    internal static string Text(JobFolder folder, JobPlan plan, SlurmOptions options)
    {
        if (options.TimeLimit < ShortestTime)
        {
            throw new SegException("InvalidSlurmOption", SegErrorKind.InvalidArgument, $"Expected a time limit of a minute or more, found {options.TimeLimit}.", "Write it as hours, minutes and seconds, such as 1:30:00 for an hour and a half.");
        }

        string name = "ndseg-" + new string([.. Path.GetFileName(folder.Path).Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')]);
        long memory = options.MemoryMegabytes ?? Megabytes(plan.Estimate.Memory(options.CpusPerTask));
        string all = plan.Parts.Count == 1 ? "0" : $"0-{plan.Parts.Count - 1}";
        string limit = options.AtOnce is int most ? FormattableString.Invariant($"%{most}") : string.Empty;
        string[] place =
        [
            .. options.Partition is null ? [] : new[] { $"--partition={options.Partition}" },
            .. options.Account is null ? [] : new[] { $"--account={options.Account}" },
            .. options.TimeLimit is TimeSpan time ? new[] { "--time=" + Time(time) } : [],
            .. options.Others,
        ];
        string[] part =
        [
            $"--job-name={name}",
            FormattableString.Invariant($"--cpus-per-task={options.CpusPerTask}"),
            FormattableString.Invariant($"--mem={memory}M"),
            $"--output={folder.Logs}/part-%a-%A.log",
            .. place,
        ];

        // One process joins a file; the chunks of a volume that stands already are checked side by side.
        int mergeCores = LabelVolumeParts.WritesInPlace(plan.OutFile) ? options.CpusPerTask : 1;
        string[] merge =
        [
            $"--job-name={name}-merge",
            FormattableString.Invariant($"--cpus-per-task={mergeCores}"),
            FormattableString.Invariant($"--mem={Megabytes(MergeBytes + ((6L + (2L * mergeCores)) * plan.Height * plan.Width))}M"),
            $"--output={folder.Logs}/merge-%j.log",
            .. place,
        ];
        double minutes = plan.Estimate.Seconds(plan.Parts.Max(p => p.Count), options.CpusPerTask) / 60;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            #!/bin/bash
            # {{plan.SliceCount}} slices in {{plan.Parts.Count}} parts; a part is estimated to take {{minutes:0.0}} min with {{options.CpusPerTask}} cores and {{memory}} MiB.
            #   bash submit.sh          submits all parts, and the merge behind them
            #   bash submit.sh 3,7-9    submits these parts again, and the merge
            set -u
            export NO_COLOR=1
            export NDSEG_JOB={{ShellText.Quoted(folder.Path)}}
            export NDSEG_JOB_MODULE={{ShellText.Quoted(options.Module)}}
            pwsh={{ShellText.Quoted(options.PowerShell)}}
            script={{ShellText.Quoted(folder.Script)}}
            import='$ErrorActionPreference = "Stop"; Import-Module $env:NDSEG_JOB_MODULE; $ErrorActionPreference = "Continue"; '
            case "${1:-}" in
              part)
                exec "$pwsh" -NoProfile -NonInteractive -Command "$import"'Invoke-SegJob $env:NDSEG_JOB -Part $env:SLURM_ARRAY_TASK_ID'
                ;;
              merge)
                exec "$pwsh" -NoProfile -NonInteractive -Command "$import"'Complete-SegJob $env:NDSEG_JOB'
                ;;
            esac
            # A task that was not told its step must not submit the job once more, and so on without end.
            inside=${SLURM_ARRAY_TASK_ID:-}
            if [ -n "${SLURM_JOB_ID:-}" ]; then
              case "${SLURM_JOB_NAME:-}" in
                {{name}} | {{name}}-merge) inside=yes ;;
              esac
            fi
            if [ -n "$inside" ]; then
              echo "This is a task of Slurm's job ${SLURM_JOB_ID:-} that was not told whether it is a part or the merge: nothing is submitted. Run submit.sh outside of it." >&2
              exit 1
            fi
            set -e
            parts=$(sbatch --parsable --array="${1:-{{all}}}{{limit}}" {{Joined(part)}} "$script" part)
            merge=$(sbatch --parsable --dependency="afterany:${parts%%;*}" {{Joined(merge)}} "$script" merge)
            echo "parts ${parts%%;*}, merge ${merge%%;*}"

            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Joined(IEnumerable<string> options) => string.Join(' ', options.Select(ShellText.Quoted));

    private static long Megabytes(long bytes) => (bytes + (1L << 20) - 1) >> 20;

    private static string Time(TimeSpan time) => FormattableString.Invariant($"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}");
}
