using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NDSeg.Help;

/// <summary>The documentation comments the compiler wrote beside the assemblies of a folder.</summary>
internal sealed partial class DocumentationComments
{
    private readonly Dictionary<string, XElement> members = new(StringComparer.Ordinal);

    /// <summary>Reads every NDSeg.*.xml of a folder.</summary>
    public DocumentationComments(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "NDSeg.*.xml"))
        {
            foreach (XElement member in XDocument.Load(file).Descendants("member"))
            {
                members[(string)member.Attribute("name")!] = member;
            }
        }
    }

    /// <summary>The summary of a type; empty without one.</summary>
    public string Summary(Type type) => Text(Of("T:" + type.FullName)?.Element("summary"));

    /// <summary>The summary of a property, found on the type that declares it.</summary>
    public string Summary(PropertyInfo property) => Text(Of($"P:{property.DeclaringType!.FullName}.{property.Name}")?.Element("summary"));

    /// <summary>The paragraphs of a type's remarks.</summary>
    public IReadOnlyList<string> Remarks(Type type)
        => [.. (Of("T:" + type.FullName)?.Element("remarks")?.Elements("para") ?? []).Select(Text)];

    /// <summary>The examples of a type.</summary>
    public IReadOnlyList<ExampleHelp> Examples(Type type)
        => [.. (Of("T:" + type.FullName)?.Elements("example") ?? []).Select(e => new ExampleHelp(Code(e.Element("code")), string.Join(" ", e.Elements("para").Select(Text))))];

    private static string Code(XElement? code)
        => code is null ? string.Empty : string.Join("\n", code.Value.Trim().Split('\n').Select(line => line.Trim()));

    private static string Text(XElement? element)
    {
        if (element is null)
        {
            return string.Empty;
        }

        string text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } link => Target(link),
            XElement inner => Text(inner),
            _ => string.Empty,
        }));
        return Spaces().Replace(text, " ").Trim();
    }

    private static string Target(XElement link)
    {
        string name = (string?)link.Attribute("cref") ?? (string?)link.Attribute("name") ?? (string?)link.Attribute("langword") ?? string.Empty;
        return name.Split('(')[0].Split('.', ':')[^1];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private XElement? Of(string name) => members.GetValueOrDefault(name);
}
