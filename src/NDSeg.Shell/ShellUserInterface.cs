using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace NDSeg.Shell;

/// <summary>Writes what scripts produce: output, warnings and verbose lines to standard output, errors to standard error.</summary>
internal sealed class ShellUserInterface : PSHostUserInterface
{
    private readonly TextWriter output;
    private readonly TextWriter error;
    private readonly bool terminal = !Console.IsErrorRedirected && !Console.IsOutputRedirected;
    private readonly Lock gate = new();
    private bool progressShown;

    public ShellUserInterface(TextWriter output, TextWriter error)
    {
        this.output = output;
        this.error = error;
    }

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawInterface();

    public override bool SupportsVirtualTerminal => terminal;

    public override string ReadLine() => Console.In.ReadLine() ?? string.Empty;

    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException("ndseg-shell does not ask for secrets.");

    public override void Write(string value) => Text(output, value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Text(output, value);

    public override void WriteLine(string value) => Text(output, value + Environment.NewLine);

    public override void WriteErrorLine(string value) => Text(error, value + Environment.NewLine);

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

    /// <summary>Writes an error as pwsh does in its concise view, with the id at the end.</summary>
    public void WriteError(ErrorRecord record)
    {
        string message = record.ErrorDetails?.Message is { Length: > 0 } details ? details : record.Exception.Message;
        InvocationInfo? invocation = record.InvocationInfo;
        string where = invocation?.MyCommand?.Name is { Length: > 0 } command ? command + ": " : string.Empty;
        if (invocation is { ScriptLineNumber: > 0, ScriptName.Length: > 0 })
        {
            where = string.Create(CultureInfo.InvariantCulture, $"{where}{invocation.ScriptName}:{invocation.ScriptLineNumber}{Environment.NewLine}Line |{Environment.NewLine}{invocation.ScriptLineNumber,4} | {invocation.Line.TrimEnd()}{Environment.NewLine}     | ");
        }

        string text = $"{where}{message}{Environment.NewLine}";
        if (record.ErrorDetails?.RecommendedAction is { Length: > 0 } remedy)
        {
            text += $"  Recommendation: {remedy}{Environment.NewLine}";
        }

        text += $"  [{record.FullyQualifiedErrorId}]{Environment.NewLine}";
        Text(error, terminal ? $"\e[31;1m{text}\e[0m" : text);
    }

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (!terminal)
        {
            return;
        }

        lock (gate)
        {
            ClearProgress();
            if (record.RecordType == ProgressRecordType.Processing)
            {
                string share = record.PercentComplete >= 0 ? string.Create(CultureInfo.InvariantCulture, $" {record.PercentComplete,3} %") : string.Empty;
                string line = $"{record.Activity}: {record.StatusDescription}{share}";
                error.Write(line.Length < Console.WindowWidth ? line : line[..Math.Max(0, Console.WindowWidth - 1)]);
                error.Flush();
                progressShown = true;
            }
        }
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        => throw new HostException($"ndseg-shell runs scripts and does not ask: give {string.Join(", ", descriptions.Select(d => "-" + d.Name))}.");

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteLine(caption);
        WriteLine(message);
        for (; ; )
        {
            Write(string.Join("  ", choices.Select(c => $"[{Key(c)}] {c.Label.Replace("&", string.Empty, StringComparison.Ordinal)}")) + ": ");
            string? answer = Console.In.ReadLine()?.Trim();
            if (string.IsNullOrEmpty(answer))
            {
                return answer is null && defaultChoice < 0 ? throw new EndOfStreamException("Expected an answer, found the end of the input.") : defaultChoice;
            }

            int choice = choices.ToList().FindIndex(c => string.Equals(Key(c), answer, StringComparison.OrdinalIgnoreCase));
            if (choice >= 0)
            {
                return choice;
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        => throw new NotSupportedException("ndseg-shell does not ask for secrets.");

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        => throw new NotSupportedException("ndseg-shell does not ask for secrets.");

    private static string Key(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label[mark + 1].ToString() : choice.Label;
    }

    private void Text(TextWriter writer, string text)
    {
        lock (gate)
        {
            ClearProgress();
            writer.Write(GetOutputString(text, SupportsVirtualTerminal));
            writer.Flush();
        }
    }

    private void ClearProgress()
    {
        if (progressShown)
        {
            error.Write("\r\e[K");
            error.Flush();
            progressShown = false;
        }
    }
}
