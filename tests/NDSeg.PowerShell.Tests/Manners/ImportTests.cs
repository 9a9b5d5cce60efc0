using System.Security.Cryptography;
using NDSeg.PowerShell.Tests.Examples;
using NDSeg.PowerShell.Tests.Hosted;
using Xunit;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>Importing the module: twice, again after removal, in several runspaces at once; and what an import loads.</summary>
public sealed class ImportTests
{
    // The whole job, with every writer; Files names what it leaves.
    private const string Job = """
        $p = New-SegPhantom 96 80 -Seed 4
        $p.Truth | Export-SegLabels scan.tif -Force
        $model = New-SegModel -Trees 12 -Seed 6 | Invoke-SegTraining -Image $p.Image -Labels $p.Strokes
        $model | Export-SegModel model.ndseg -Force
        $null = Import-SegImage scan.tif
        $p.Image | Invoke-SegApply model.ndseg -Smooth 1 -Probability | Export-SegLabels labels.tif -Probability -Force
        Export-SegFigure figure.png $p.Image, (Import-SegLabels labels.tif) -Force
        (Import-SegLabels labels.tif | Measure-SegAccuracy -Truth $p.Truth).MeanIoU
        """;

    private static readonly string[] Files = ["scan.tif", "labels.tif", "labels_probability.tif", "figure.png"];

    [Fact]
    public void Module_is_imported_twice_removed_and_imported_again()
    {
        using var module = new HostedModule();
        HostedResult result = module.Run(
            $$"""
            param($manifest)
            Import-Module $manifest
            Import-Module $manifest -Force
            (Get-Module NDSeg).Count
            {{Job}}
            Remove-Module NDSeg
            (Get-Module NDSeg).Count
            (Get-Command New-SegPhantom -ErrorAction Ignore).Count
            Import-Module $manifest
            {{Job}}
            Remove-Module NDSeg
            Import-Module $manifest
            {{Job}}
            """,
            ("manifest", HostedModule.Manifest)).NoErrors();
        object?[] values = [.. result.Values];
        Assert.Equal([1, 0, 0], new[] { values[0], values[2], values[3] });
        Assert.Equal(values[1], values[4]);
        Assert.Equal(values[1], values[5]);
        Assert.InRange((double)values[1]!, 0.3, 1);
    }

    [Fact]
    public async Task Runspaces_at_once_do_the_whole_job_with_equal_results()
    {
        using var alone = new HostedModule();
        string expected = Outcome(alone);
        HostedModule[] modules = [.. Enumerable.Range(0, 3).Select(_ => new HostedModule())];
        try
        {
            using var start = new Barrier(modules.Length);
            string[] outcomes = await Task.WhenAll(modules.Select(module => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return Outcome(module);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            Assert.All(outcomes, outcome => Assert.Equal(expected, outcome));
        }
        finally
        {
            Array.ForEach(modules, m => m.Dispose());
        }
    }

    [Fact]
    public void ForEach_in_parallel_does_the_job_with_equal_results()
    {
        using var module = new HostedModule();
        HostedResult result = module.Run(
            """
            param($manifest)
            $model = & { $p = New-SegPhantom 64 64; New-SegModel -Trees 5 | Invoke-SegTraining -Image $p.Image -Labels $p.Strokes }
            $image = (New-SegPhantom 96 96 -Seed 2).Image
            $alone = $image | Invoke-SegApply $model
            1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:manifest
                $labels = $using:image | Invoke-SegApply $using:model
                $labels | Export-SegLabels "parallel$_.tif"
                (Compare-SegLabels -Reference $using:alone -Difference "parallel$_.tif").Equal
                Remove-Module NDSeg
            }
            # The session still has what the others removed.
            (Compare-SegLabels -Reference $alone -Difference parallel1.tif).Equal
            """,
            ("manifest", HostedModule.Manifest));
        Assert.Equal([true, true, true, true, true], result.NoErrors().Values);
    }

    [Fact]
    public void Runspace_that_removes_the_module_takes_no_library_from_another()
    {
        // In a process of its own: no library of the module has been loaded yet when the first runspace lets go of it.
        using var folder = new TemporaryFolder();
        ShellProcess.Result result = ShellProcess.Run(folder.Path, null, "-Command", $$"""
            Import-Module '{{HostedModule.Manifest}}'
            $other = [powershell]::Create([initialsessionstate]::CreateDefault2())
            $other.AddScript("Import-Module '{{HostedModule.Manifest}}'; (Get-Module NDSeg).Name").Invoke()
            Remove-Module NDSeg
            $other.Commands.Clear()
            $other.AddScript("(New-SegPhantom 32 32).Truth | Export-SegLabels '{{folder["late.png"]}}'").Invoke()
            "errors: $($other.Streams.Error)"
            """);
        Assert.True(result.ExitCode == 0 && result.Output.Contains("errors: \n", StringComparison.Ordinal), result.ToString());
        Assert.True(File.Exists(folder["late.png"]), result.ToString());
    }

    [Fact]
    public void Import_loads_no_library_before_a_command_needs_it()
    {
        const string List = "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { \"assembly $($_.GetName().Name)\" }; if ([IO.File]::Exists('/proc/self/maps')) { [IO.File]::ReadAllLines('/proc/self/maps') | ForEach-Object { \"map $(($_ -split ' ')[-1])\" } }";
        using var folder = new TemporaryFolder();
        ShellProcess.Result result = ShellProcess.Run(folder.Path, null, "-Command", $"""
            Import-Module '{HostedModule.Manifest}'
            Get-Command -Module NDSeg | ForEach-Object Name
            $phantom = New-SegPhantom 32 32
            {List}
            'then'
            $phantom.Truth | Export-SegLabels labels.tif
            Import-SegImage labels.tif | Export-SegFigure figure.png
            {List}
            """);
        Assert.True(result.ExitCode == 0, result.ToString());
        string[] parts = result.Output.Split("then\n");
        Assert.Equal(2, parts.Length);
        string[] before = Libraries(parts[0]);
        Assert.True(before.Length == 0, string.Join('\n', before));
        Assert.Contains("assembly NDSeg.PowerShell", parts[0], StringComparison.Ordinal);
        Assert.Contains("Export-SegFigure", parts[0], StringComparison.Ordinal);

        // What a command needed is there now, and what none needed still is not.
        string[] after = Libraries(parts[1]);
        Assert.Contains("assembly NDSeg.IO", after);
        Assert.Contains("assembly SkiaSharp", after);
        Assert.DoesNotContain(after, l => l.Contains("torch", StringComparison.OrdinalIgnoreCase) || l.Contains("xgboost", StringComparison.OrdinalIgnoreCase));
    }

    private static string[] Libraries(string listing)
    {
        string[] names = ["torch", "xgboost", "skia", "NDSeg.IO", "LibTiff", "PureHDF", "libgomp", "libdmlc"];
        return [.. listing.Split('\n').Where(l => (l.StartsWith("assembly ", StringComparison.Ordinal) || l.StartsWith("map ", StringComparison.Ordinal)) && names.Any(n => Path.GetFileName(l).Contains(n, StringComparison.OrdinalIgnoreCase))).Distinct()];
    }

    // The score and the bytes of what was written.
    private static string Outcome(HostedModule module)
    {
        double score = module.Run(Job).One<double>();
        IEnumerable<string> hashes = Files.Select(f => $"{f} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(module.PathOf(f))))}");
        return string.Join('\n', [score.ToString("R", System.Globalization.CultureInfo.InvariantCulture), .. hashes]);
    }
}
