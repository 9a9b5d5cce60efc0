using System.Text.RegularExpressions;
using NDSeg.PowerShell.Tests.Volumes;
using NDSeg.TestData;
using PureHDF;
using Xunit;

namespace NDSeg.PowerShell.Tests.Examples;

/// <summary>Every PowerShell block of the README, in order, in one session, in a folder that holds the files it names.</summary>
public partial class ReadmeTests
{
    [Fact]
    public void Every_command_of_the_readme_runs()
    {
        string readme = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "README.md"));
        string[] blocks = [.. Block().Matches(readme).Select(m => m.Groups[1].Value).Where(b => !b.Contains("build.ps1", StringComparison.Ordinal))];
        Assert.True(blocks.Length >= 5, $"Found {blocks.Length} blocks.");

        using var folder = new TemporaryFolder();
        MakeData(folder);
        string script = folder["readme.ps1"];
        string module = Path.Combine(SharedData.RepositoryRoot, "NDSeg.psd1");
        File.WriteAllText(script, $"$ErrorActionPreference = 'Stop'\nImport-Module '{module}'\n{string.Join('\n', blocks)}\n'README done'\n");
        ShellProcess.Result result = ShellProcess.Run(folder.Path, null, script);

        Assert.True(result.ExitCode == 0, $"{result}\n{File.ReadAllText(script)}");
        Assert.EndsWith("README done", result.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal((true, 24), TiffStackFile.Inspect(folder["labels.tif"]));
        Assert.Equal(24 - 10, Directory.GetFiles(folder["slices"]).Length);
        Assert.True(File.Exists(folder["segmented.tif"]) && File.Exists(folder["battery.ndseg"]));
    }

    private static void MakeData(TemporaryFolder folder)
    {
        const int Edge = 160;
        string module = Path.Combine(SharedData.RepositoryRoot, "NDSeg.psd1");
        string command = $"Import-Module '{module}'; $p = New-SegPhantom {Edge} {Edge} -Seed 3; [System.IO.File]::WriteAllBytes('image.raw', $p.Image.Plane(0)); "
            + "$p.Strokes | Export-SegLabels Battery_labels.tif; $p.Truth | Export-SegLabels Battery_truth.tif";
        ShellProcess.Result made = ShellProcess.Run(folder.Path, null, "-Command", command);
        Assert.True(made.ExitCode == 0, made.ToString());
        byte[] samples = File.ReadAllBytes(folder["image.raw"]);
        Directory.CreateDirectory(folder["scans"]);
        foreach (string name in new[] { "Battery.tif", "scans/a.tif", "scans/b.tif" })
        {
            TiffStackFile.Write(folder[name], Edge, Edge, [samples]);
        }

        // A volume of narrow slices: enough of them for the ranges the README names.
        TiffStackFile.Write(folder["volume.tif"], Edge / 2, Edge, [.. Enumerable.Range(0, 24).Select(k => samples.AsSpan(k * Edge, Edge * Edge / 2).ToArray())]);
        Directory.CreateDirectory(folder["examples"]);
        foreach (string script in Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "examples"), "*.ps1"))
        {
            File.Copy(script, Path.Combine(folder["examples"], Path.GetFileName(script)));
        }

        var maps = new float[Edge, Edge, 6];
        for (int i = 0; i < samples.Length; i++)
        {
            for (int c = 0; c < 6; c++)
            {
                maps[i / Edge, i % Edge, c] = samples[i] * (c + 1) / 255f;
            }
        }

        new H5File { ["data"] = maps }.Write(folder["maps.h5"]);
    }

    [GeneratedRegex("```powershell\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
