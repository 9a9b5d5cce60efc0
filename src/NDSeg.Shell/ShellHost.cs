using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace NDSeg.Shell;

/// <summary>The host the engine talks to.</summary>
internal sealed class ShellHost : PSHost
{
    public ShellHost(ShellUserInterface ui) => UI = ui;

    /// <summary>The code of <c>exit</c>, once a script has called it.</summary>
    public int? ExitCode { get; private set; }

    public override PSHostUserInterface UI { get; }

    /// <summary>What the engine tells this host about the run.</summary>
    public RunStatus Status { get; } = new();

    public override PSObject PrivateData => PSObject.AsPSObject(Status);

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "ndseg-shell";

    public override Version Version => typeof(ShellHost).Assembly.GetName().Version!;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("ndseg-shell runs scripts; it has no prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("ndseg-shell runs scripts; it has no prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
