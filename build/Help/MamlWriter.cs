using System.Globalization;
using System.Xml.Linq;

namespace NDSeg.Help;

/// <summary>Writes help in the XML form Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes the file; it is complete or absent.</summary>
    public static void Write(string path, IEnumerable<CommandHelp> commands)
    {
        var root = new XElement(
            Msh + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            commands.Select(CommandElement));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string temporary = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        new XDocument(new XDeclaration("1.0", "utf-8", null), root).Save(temporary);
        File.Move(temporary, path, overwrite: true);
    }

    private static XElement CommandElement(CommandHelp help)
    {
        string[] name = help.Name.Split('-');
        return new XElement(
            Command + "command",
            new XElement(
                Command + "details",
                new XElement(Command + "name", help.Name),
                new XElement(Command + "verb", name[0]),
                new XElement(Command + "noun", name[1]),
                new XElement(Maml + "description", Para(help.Synopsis))),
            new XElement(Maml + "description", help.Description.Select(Para)),
            new XElement(
                Command + "syntax",
                help.Sets.Select(set => new XElement(Command + "syntaxItem", new XElement(Maml + "name", help.Name), set.Select(p => ParameterElement(p, syntax: true))))),
            new XElement(Command + "parameters", help.Parameters.Select(p => ParameterElement(p, syntax: false))),
            new XElement(Command + "inputTypes", help.Inputs.Select(t => TypeElement(Command + "inputType", t))),
            new XElement(Command + "returnValues", help.Outputs.Select(t => TypeElement(Command + "returnValue", t))),
            new XElement(Command + "examples", help.Examples.Select(ExampleElement)));
    }

    private static XElement ParameterElement(ParameterHelp parameter, bool syntax)
    {
        var description = new XElement(Maml + "description", Para(parameter.Description));
        if (!syntax && parameter.Values.Count > 0)
        {
            description.Add(Para($"Values: {string.Join(", ", parameter.Values)}."));
        }

        var element = new XElement(
            Command + "parameter",
            new XAttribute("required", parameter.Required ? "true" : "false"),
            new XAttribute("variableLength", parameter.Type.EndsWith("[]", StringComparison.Ordinal) ? "true" : "false"),
            new XAttribute("globbing", parameter.Wildcards ? "true" : "false"),
            new XAttribute("pipelineInput", parameter.Pipeline),
            new XAttribute("position", parameter.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
            new XElement(Maml + "name", parameter.Name),
            description);
        if (syntax && parameter.Values.Count > 0)
        {
            element.Add(new XElement(Command + "parameterValueGroup", parameter.Values.Select(Value)));
        }

        if (!parameter.IsSwitch || !syntax)
        {
            element.Add(Value(parameter.Type));
        }

        element.Add(
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default));
        return element;
    }

    private static XElement Value(string text)
        => new(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), text);

    private static XElement TypeElement(XName name, TypeHelp type)
        => new(name, new XElement(Dev + "type", new XElement(Maml + "name", type.Name)), new XElement(Maml + "description", Para(type.Description)));

    private static XElement ExampleElement(ExampleHelp example, int index)
        => new(
            Command + "example",
            new XElement(Maml + "title", $"-------------------------- Example {index + 1} --------------------------"),
            new XElement(Dev + "code", example.Code),
            new XElement(Dev + "remarks", Para(example.Remarks)));

    private static XElement Para(string text) => new(Maml + "para", text);
}
