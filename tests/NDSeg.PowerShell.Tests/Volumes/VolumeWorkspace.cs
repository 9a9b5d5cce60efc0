using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NDSeg.TestData;

namespace NDSeg.PowerShell.Tests.Volumes;

/// <summary>A folder with a model trained on one slice, in which tests make volumes; and the ways to run scripts there.</summary>
public sealed class VolumeWorkspace : IDisposable
{
    /// <summary>Edge length of the slices.</summary>
    public const int Edge = 48;

    private static readonly string Manifest = Path.Combine(SharedData.RepositoryRoot, "NDSeg.psd1");

    public VolumeWorkspace()
    {
        Folder = Directory.CreateTempSubdirectory("ndseg-volumes").FullName;
        WriteVolume("train.tif", [0]);
        TiffStackFile.Write(PathOf("strokes.tif"), Edge, Edge, [StripedScan.Strokes(Edge, Edge)]);
        foreach ((string name, int seed) in new[] { ("model.ndseg", 1), ("other.ndseg", 2) })
        {
            Run($$"""
                $config = New-SegFeatureConfig -Sigma 1, 2 -Exclude Membrane
                New-SegModel -Trees 10 -MaxDepth 5 -Seed {{seed}} |
                    Invoke-SegTraining -Image (Import-SegImage train.tif) -Labels (Import-SegLabels strokes.tif) -Config $config |
                    Export-SegModel {{name}}
                """).NoErrors();
        }
    }

    /// <summary>The folder; scripts start in it.</summary>
    public string Folder { get; }

    /// <summary>The path of an example script.</summary>
    public static string Example(string name) => Path.Combine(SharedData.RepositoryRoot, "examples", name);

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a multi-page TIFF of slices with these numbers.</summary>
    public string WriteVolume(string name, IEnumerable<int> numbers, int edge = Edge)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        TiffStackFile.Write(path, edge, edge, [.. numbers.Select(n => StripedScan.Slice(edge, edge, n))]);
        return path;
    }

    /// <summary>Runs a script in the bare engine, which has the core commands and this module only.</summary>
    public ScriptResult Run(string script)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Manifest]);
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        using Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        runspace.SessionStateProxy.Path.SetLocation(Folder);
        using var shell = System.Management.Automation.PowerShell.Create(runspace);
        shell.AddScript(script);
        Collection<PSObject> output = [];
        List<ErrorRecord> errors = [];
        try
        {
            output = shell.Invoke();
        }
        catch (RuntimeException e)
        {
            errors.Add(e.ErrorRecord);
        }

        errors.InsertRange(0, shell.Streams.Error);
        return new ScriptResult(output, errors, runspace.SessionStateProxy.GetVariable("LASTEXITCODE") as int?);
    }

    /// <summary>Starts a script in a process of its own.</summary>
    public Process Start(string script)
    {
        string path = PathOf($"script-{Guid.NewGuid():N}.ps1");
        File.WriteAllText(path, $"Import-Module '{Manifest}'\n{script}");
        string shell = Path.Combine(SharedData.RepositoryRoot, "src", "NDSeg.Shell", "bin", Configuration, "net10.0", "ndseg-shell.dll");
        var start = new ProcessStartInfo("dotnet", [shell, path])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Runs a script in a process of its own to its end.</summary>
    public (int ExitCode, string Output) RunProcess(string script)
    {
        using Process process = Start(script);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
