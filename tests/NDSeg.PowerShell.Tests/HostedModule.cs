using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NDSeg.TestData;

namespace NDSeg.PowerShell.Tests;

/// <summary>
/// The module in the bare PowerShell engine of this process: the core commands and NDSeg's, imported from the manifest.
/// One session with one location, a folder that goes with it. Variables stay from one script to the next.
/// </summary>
public sealed class HostedModule : IDisposable
{
    /// <summary>The manifest that a user imports from a checkout.</summary>
    public static readonly string Manifest = Path.Combine(SharedData.RepositoryRoot, "NDSeg.psd1");

    /// <summary>Opens the session.</summary>
    public HostedModule()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Manifest]);
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        Folder = Directory.CreateTempSubdirectory("ndseg-hosted-").FullName;
        Runspace = RunspaceFactory.CreateRunspace(state);
        Runspace.Open();
        Runspace.SessionStateProxy.Path.SetLocation(Folder);
    }

    /// <summary>The session.</summary>
    public Runspace Runspace { get; }

    /// <summary>The folder in which scripts start.</summary>
    public string Folder { get; }

    /// <summary>The full path of a file in the folder.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs a script in the session.</summary>
    /// <param name="script">May begin with a param block.</param>
    /// <param name="parameters">Values of its parameters, by name.</param>
    public HostedResult Run(string script, params (string Name, object? Value)[] parameters)
    {
        using System.Management.Automation.PowerShell shell = Shell(script, parameters);
        var output = new PSDataCollection<PSObject>();
        ErrorRecord? ending = null;
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException e)
        {
            ending = e.ErrorRecord;
        }

        PSDataStreams streams = shell.Streams;
        return new HostedResult(
            [.. output],
            ending is null ? [.. streams.Error] : [.. streams.Error, ending],
            ending is not null,
            [.. streams.Warning.Select(w => w.Message)],
            [.. streams.Verbose.Select(v => v.Message)],
            [.. streams.Progress]);
    }

    /// <summary>A script of the session, for who wants to start and stop it alone.</summary>
    public System.Management.Automation.PowerShell Shell(string script, params (string Name, object? Value)[] parameters)
    {
        var shell = System.Management.Automation.PowerShell.Create(Runspace);
        shell.AddScript(script);
        foreach ((string name, object? value) in parameters)
        {
            shell.AddParameter(name, value);
        }

        return shell;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Runspace.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
