using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using System.Security.Cryptography;
using Xunit;

namespace NDSeg.PowerShell.Tests;

/// <summary>The module's load context in one process: imported twice, again after removal, in several runspaces at once, beside a stranger.</summary>
public sealed class LoadContextTests
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
    public void A_SkiaSharp_of_the_host_is_neither_used_nor_replaced()
    {
        using var module = new HostedModule();

        // An assembly of the same name and another version, without any of the types that NDSeg needs.
        var builder = new PersistedAssemblyBuilder(new AssemblyName("SkiaSharp, Version=99.0.0.0"), typeof(object).Assembly);
        builder.DefineDynamicModule("SkiaSharp").DefineType("Stranger", TypeAttributes.Public).CreateType();
        string path = module.PathOf("SkiaSharp.dll");
        builder.Save(path);
        Assembly stranger = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);

        module.Run("(New-SegPhantom 64 64).Image | Export-SegFigure figure.png -PanelSize 64").NoErrors();
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(module.PathOf("figure.png"))[..4]);
        Assembly[] loaded = [.. AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name == "SkiaSharp")];
        Assert.Contains(stranger, loaded);
        Assembly own = Assert.Single(loaded, a => a != stranger);
        Assert.Equal("NDSeg", AssemblyLoadContext.GetLoadContext(own)!.Name);
    }

    // The score and the bytes of what was written.
    private static string Outcome(HostedModule module)
    {
        double score = module.Run(Job).One<double>();
        IEnumerable<string> hashes = Files.Select(f => $"{f} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(module.PathOf(f))))}");
        return string.Join('\n', [score.ToString("R", System.Globalization.CultureInfo.InvariantCulture), .. hashes]);
    }
}
