using System.Management.Automation;
using System.Management.Automation.Language;

namespace NDSeg.Shell;

/// <summary>Binds a script's command-line arguments by the names in its param block, as pwsh -File does.</summary>
internal static class ScriptArguments
{
    /// <summary>Adds the arguments to a command that runs the script.</summary>
    public static void Add(PowerShell shell, string script, IReadOnlyList<string> arguments)
    {
        HashSet<string> switches = Switches(script);
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (argument.Length < 2 || argument[0] != '-' || !(char.IsLetter(argument[1]) || argument[1] == '_'))
            {
                shell.AddArgument(argument);
                continue;
            }

            int colon = argument.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? argument[1..] : argument[1..colon];
            bool isSwitch = switches.Any(s => s.StartsWith(name, StringComparison.OrdinalIgnoreCase));
            if (colon >= 0)
            {
                string value = argument[(colon + 1)..];
                shell.AddParameter(name, isSwitch ? !value.Trim('$').Equals("false", StringComparison.OrdinalIgnoreCase) : value);
            }
            else if (isSwitch || i + 1 == arguments.Count)
            {
                shell.AddParameter(name);
            }
            else
            {
                shell.AddParameter(name, arguments[++i]);
            }
        }
    }

    private static HashSet<string> Switches(string script)
    {
        ScriptBlockAst ast = Parser.ParseFile(script, out _, out _);
        var common = new[] { "Verbose", "Debug", "WhatIf", "Confirm" };
        IEnumerable<string> own = (ast.ParamBlock?.Parameters ?? (IEnumerable<ParameterAst>)[])
            .Where(p => p.StaticType == typeof(SwitchParameter))
            .Select(p => p.Name.VariablePath.UserPath);
        return new HashSet<string>([.. own, .. common], StringComparer.OrdinalIgnoreCase);
    }
}
