using System.Diagnostics;
using System.Globalization;
using NDSeg.TestData;

namespace NDSeg.Benchmarks;

/// <summary>Start-up rows: the staged module in PowerShell, a fresh process for every run.</summary>
internal static class StartRun
{
    // The tool's own folder: what starts the tool is not measured.
    private static readonly Lazy<string> PowerShell = new(() => Path.Combine(Run("dotnet", ["dnx", "PowerShell", "-y", "--", "-NoProfile", "-Command", "$PSHOME"]).Trim(), "pwsh.dll"));

    public static IReadOnlyList<Row> Execute(int runs)
    {
        string folder = Directory.CreateTempSubdirectory("ndseg-start-").FullName;
        try
        {
            string module = Path.Combine(SharedData.RepositoryRoot, "NDSeg.psd1");
            string image = Path.Combine(folder, "image.tif");
            string model = Path.Combine(folder, "model.ndseg");
            string load = SharedData.Root is null
                ? "$p = New-SegPhantom -Size 1568 -Seed 1; $i = $p.Image; $l = $p.Strokes"
                : $"$i = Import-SegImage '{SharedData.PathOf("data/battery/Battery_21700.tif")}'; $l = Import-SegLabels '{SharedData.PathOf("data/battery/Battery_21700_labels.tif")}'";
            Run($"Import-Module '{module}'; {load}; New-SegModel -Seed 42 | Invoke-SegTraining -Image $i -Labels $l | Export-SegModel '{model}'");
            if (SharedData.Root is null)
            {
                return [Time("Import-Module", runs, _ => Number(Run($"$t = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{module}'; $t.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)")))];
            }

            image = SharedData.PathOf("data/battery/Battery_21700.tif");
            return
            [
                Time("Import-Module", runs, _ => Number(Run($"$t = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{module}'; $t.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)"))),
                Time("PowerShell alone, whole process", runs, _ => Wall(() => Run("1"))),
                Time("cold process to first label map on disk, stored model, whole process", runs, k => Wall(() => Run($"Import-Module '{module}'; Import-SegImage '{image}' | Invoke-SegApply -Model '{model}' | Export-SegLabels '{Path.Combine(folder, $"labels{k}.tif")}'"))),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Row Time(string step, int runs, Func<int, double> seconds)
    {
        seconds(-1);
        var row = new Row(step, [.. Enumerable.Range(0, runs).Select(seconds)], []);
        Console.WriteLine(row);
        return row;
    }

    private static double Wall(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Number(string text) => double.Parse(text.Trim(), CultureInfo.InvariantCulture);

    private static string Run(string command)
    {
        return Run("dotnet", [PowerShell.Value, "-NoProfile", "-NonInteractive", "-Command", command]);
    }

    private static string Run(string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = SharedData.RepositoryRoot, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', arguments)}: exit code {process.ExitCode}: {error.Result}");
    }
}
