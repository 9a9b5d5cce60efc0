namespace NDSeg.Shell;

/// <summary>The command line, read as pwsh reads its own: a script with its arguments, or -Command with the text to run.</summary>
/// <param name="Script">Path of the script, or null.</param>
/// <param name="Command">Text to run, or null.</param>
/// <param name="Rest">Arguments of the script.</param>
internal sealed record ShellArguments(string? Script, string? Command, IReadOnlyList<string> Rest)
{
    public const string Usage = "usage: ndseg-shell [-File] script.ps1 [arguments]\n       ndseg-shell -Command 'text'";

    /// <summary>Reads the command line; null when it makes no sense.</summary>
    public static ShellArguments? Parse(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            bool more = i + 1 < arguments.Count;
            switch (arguments[i].ToLowerInvariant())
            {
                case "-noprofile" or "-nologo" or "-noninteractive" or "-nop" or "-noni":
                    break;
                case "-command" or "-c" when more:
                    return new ShellArguments(null, string.Join(' ', arguments.Skip(i + 1)), []);
                case "-file" or "-f" when more:
                    return new ShellArguments(arguments[i + 1], null, [.. arguments.Skip(i + 2)]);
                case ['-', ..]:
                    return null;
                default:
                    return new ShellArguments(arguments[i], null, [.. arguments.Skip(i + 1)]);
            }
        }

        return null;
    }
}
