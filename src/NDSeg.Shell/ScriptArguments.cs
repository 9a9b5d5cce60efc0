using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NDSeg.Shell;

/// <summary>Binds a script's command-line arguments by the names in its param block, as pwsh -File does.</summary>
internal static class ScriptArguments
{
    /// <summary>The arguments to splat: those without a name in order, and those with one.</summary>
    public static (object[] Positional, Hashtable Named) Bind(string script, IReadOnlyList<string> arguments)
    {
        var positional = new List<object>();
        var named = new Hashtable(StringComparer.OrdinalIgnoreCase);
        HashSet<string> switches = Switches(script);
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (argument.Length < 2 || argument[0] != '-' || !(char.IsLetter(argument[1]) || argument[1] == '_'))
            {
                positional.Add(argument);
                continue;
            }

            int colon = argument.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? argument[1..] : argument[1..colon];
            bool isSwitch = switches.Any(s => s.StartsWith(name, StringComparison.OrdinalIgnoreCase));
            if (colon >= 0)
            {
                string value = argument[(colon + 1)..];
                named[name] = isSwitch ? !value.Trim('$').Equals("false", StringComparison.OrdinalIgnoreCase) : value;
            }
            else if (isSwitch || i + 1 == arguments.Count)
            {
                named[name] = true;
            }
            else
            {
                named[name] = arguments[++i];
            }
        }

        return ([.. positional], named);
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
