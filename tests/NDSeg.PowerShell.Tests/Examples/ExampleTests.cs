using System.Globalization;
using System.Text.RegularExpressions;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.PowerShell.Tests.Examples;

public partial class ExampleTests
{
    private static string Script(string name) => Path.Combine(SharedData.RepositoryRoot, "examples", name);

    [Fact]
    public void Quickstart_segments_its_phantom_and_writes_everything()
    {
        using var folder = new TemporaryFolder();
        ShellProcess.Result result = ShellProcess.Run(folder.Path, null, Script("quickstart.ps1"), "-OutputPath", folder["results"], "-Size", "256");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("256 x 256 x 58", result.Output, StringComparison.Ordinal);
        MatchCollection scores = Score().Matches(result.Output);
        Assert.NotEmpty(scores);
        Assert.All(scores, m => Assert.InRange(double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), 0.7, 1.0));
        AssertPicture(folder["results/quickstart.png"]);
        Assert.True(new FileInfo(folder["results/RandomForest.tif"]).Length > 1000);
        Assert.True(new FileInfo(folder["results/RandomForest.ndseg"]).Length > 1000);
        Assert.Empty(Directory.GetFiles(folder["results"], "*.tmp"));
    }

    [Fact]
    public void Quickstart_gives_the_same_files_again()
    {
        using var folder = new TemporaryFolder();
        foreach (string run in new[] { "a", "b" })
        {
            ShellProcess.Result result = ShellProcess.Run(folder.Path, null, Script("quickstart.ps1"), "-OutputPath", folder[run], "-Size", "128", "-Seed", "7");
            Assert.True(result.ExitCode == 0, result.ToString());
        }

        foreach (string file in Directory.GetFiles(folder["a"]).Where(f => !f.EndsWith(".png", StringComparison.Ordinal)))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(folder["b"], Path.GetFileName(file))));
        }
    }

    [Theory]
    [InlineData("classical-cpu.ps1", "(160, 160, 58)")]
    [InlineData("multi-channel.ps1", "(160, 160, 64)")]
    public void Workflows_run_on_the_phantom_where_the_slice_is_not_at_hand(string script, string shape)
    {
        using var folder = new TemporaryFolder();
        ShellProcess.Result result = ShellProcess.Run(folder.Path, folder["nowhere"], Script(script), "-OutputPath", folder["results"], "-PhantomSize", "160");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("Data: phantom", result.Output, StringComparison.Ordinal);
        Assert.Contains(shape, result.Output, StringComparison.Ordinal);
        AssertPicture(folder["results/" + Path.ChangeExtension(script, ".png")]);
        AssertPicture(folder["results/" + Path.GetFileNameWithoutExtension(script) + "-overlay.png"]);
    }

    [SharedFact]
    public void Classical_workflow_prints_the_figures_of_the_battery_slice()
    {
        using var folder = new TemporaryFolder();
        ShellProcess.Result result = ShellProcess.Run(folder.Path, SharedData.Root, Script("classical-cpu.ps1"), "-OutputPath", folder["results"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("Grayscale target image dimension: (1568, 1568)", result.Output, StringComparison.Ordinal);
        Assert.Contains("Unique class indices detected: [0 1 2 3 4 5 6]", result.Output, StringComparison.Ordinal);
        Assert.Contains("(1568, 1568, 58)", result.Output, StringComparison.Ordinal);
        Assert.Contains("Tabular training matrix shape: (974, 58)", result.Output, StringComparison.Ordinal);
        Assert.Contains("XGBoost CPU - Features:", result.Output, StringComparison.Ordinal);
        AssertPicture(folder["results/classical-cpu.png"]);
    }

    [SharedFact]
    public void Multi_channel_workflow_appends_the_six_maps_of_the_dataset()
    {
        using var folder = new TemporaryFolder();
        ShellProcess.Result result = ShellProcess.Run(folder.Path, SharedData.Root, Script("multi-channel.ps1"), "-OutputPath", folder["results"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("Shape of auxiliary multi-modal channels: (1568, 1568, 6)", result.Output, StringComparison.Ordinal);
        Assert.Contains("(1568, 1568, 64)", result.Output, StringComparison.Ordinal);
        AssertPicture(folder["results/multi-channel.png"]);
        AssertPicture(folder["results/multi-channel-crop.png"]);
    }

    [Fact]
    public void Accelerated_workflow_runs_on_a_card_or_says_why_not()
    {
        using var folder = new TemporaryFolder();
        ShellProcess.Result result = ShellProcess.Run(folder.Path, folder["nowhere"], Script("accelerated-cuda.ps1"), "-OutputPath", folder["results"], "-PhantomSize", "160");

        if (result.ExitCode == 0)
        {
            Assert.Contains("GPU feature tensor configuration: [160, 160, 58]", result.Output, StringComparison.Ordinal);
            AssertPicture(folder["results/accelerated-cuda.png"]);
        }
        else
        {
            Assert.True(result.ExitCode == 3, result.ToString());
            Assert.Contains("No usable CUDA card", result.Output, StringComparison.Ordinal);
            Assert.Matches("(?s)No usable CUDA card.*Expected ", result.Output);
            Assert.False(Directory.Exists(folder["results"]));
        }
    }

    private static void AssertPicture(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], file[..4]);
        Assert.True(file.Length > 5000, $"{path} holds only {file.Length} bytes.");
    }

    [GeneratedRegex(@"mIoU (\d\.\d+) against")]
    private static partial Regex Score();
}
