using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace NDSeg.Shell;

/// <summary>Runs a script or a command in the PowerShell engine, with the exit codes of pwsh.</summary>
internal sealed class ShellRunner
{
    // Nothing may stand between the last statement and the look at $?.
    private const string KeepStatus = "$Host.PrivateData.LastSucceeded = $?";
    private const string RunScript = "param($path, $positional, $named) & $path @positional @named; " + KeepStatus;
    private const int UsageError = 64;
    private const int Interrupted = 130;

    private readonly TextWriter error;
    private readonly ShellUserInterface ui;
    private readonly ShellHost host;
    private bool interrupted;

    public ShellRunner(TextWriter output, TextWriter error)
    {
        this.error = error;
        ui = new ShellUserInterface(output, error);
        host = new ShellHost(ui);
    }

    /// <summary>Runs and gives the exit code: that of <c>exit</c>, 1 after an uncaught error, else 0.</summary>
    public int Run(IReadOnlyList<string> commandLine)
    {
        if (ShellArguments.Parse(commandLine) is not { } arguments)
        {
            error.WriteLine(ShellArguments.Usage);
            return UsageError;
        }

        if (arguments.Script is string script && !File.Exists(script))
        {
            error.WriteLine($"Expected a script at '{script}', found none.");
            return UsageError;
        }

        ModuleRoot.AddToModulePath();
        using Runspace runspace = RunspaceFactory.CreateRunspace(host, SessionState());
        runspace.Open();
        runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(Environment.CurrentDirectory));
        Runspace.DefaultRunspace = runspace;
        using PowerShell shell = PowerShell.Create(runspace);
        if (arguments.Script is not null)
        {
            string path = Path.GetFullPath(arguments.Script);
            (object[] positional, Hashtable named) = ScriptArguments.Bind(path, arguments.Rest);
            shell.AddScript(RunScript, useLocalScope: true).AddParameter("path", path).AddParameter("positional", positional).AddParameter("named", named);
        }
        else
        {
            shell.AddScript(arguments.Command + Environment.NewLine + KeepStatus);
        }

        shell.AddCommand("Out-Default");
        return Invoke(shell, runspace, arguments.Script is null);
    }

    private static InitialSessionState SessionState()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        // The engine's package lacks the Management and Utility modules; what scripts use most of them stands in here.
        using Stream stream = typeof(ShellRunner).Assembly.GetManifestResourceStream("Commands.ps1")!;
        using var reader = new StreamReader(stream);
        ScriptBlockAst commands = Parser.ParseInput(reader.ReadToEnd(), out _, out _);
        foreach (FunctionDefinitionAst function in commands.FindAll(a => a is FunctionDefinitionAst, searchNestedScriptBlocks: false).Cast<FunctionDefinitionAst>())
        {
            state.Commands.Add(new SessionStateFunctionEntry(function.Name, function.Body.Extent.Text[1..^1]));
        }

        return state;
    }

    private int Invoke(PowerShell shell, Runspace runspace, bool isCommand)
    {
        shell.Streams.Error.DataAdded += (_, e) => ui.WriteError(shell.Streams.Error[e.Index]);
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            interrupted = true;
            shell.BeginStop(null, null);
        };
        try
        {
            shell.Invoke();
        }
        catch (PipelineStoppedException) when (interrupted)
        {
            return Interrupted;
        }
        catch (RuntimeException e)
        {
            ui.WriteError(e.ErrorRecord);
            return host.ExitCode ?? 1;
        }
        catch (InvalidOperationException e)
        {
            // The host was asked for something a script runner has not got.
            error.WriteLine(e.Message);
            return 1;
        }

        if (interrupted)
        {
            return Interrupted;
        }

        if (host.ExitCode is int code)
        {
            return code;
        }

        // As in pwsh: what counts is whether the last statement succeeded; of a script, only what exit said.
        if (host.Status.LastSucceeded)
        {
            return 0;
        }

        return isCommand ? 1 : runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int last ? last : 1;
    }
}
