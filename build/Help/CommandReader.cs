using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace NDSeg.Help;

/// <summary>Reads commands from an assembly: what reflection knows, and the documentation comments.</summary>
internal static class CommandReader
{
    /// <summary>Every command of the assembly, by name.</summary>
    public static IReadOnlyList<CommandHelp> Read(string assembly, DocumentationComments docs)
        => [.. Assembly.LoadFrom(Path.GetFullPath(assembly)).GetExportedTypes()
            .Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null && !type.IsAbstract)
            .Select(type => Read(type, docs))
            .OrderBy(command => command.Name, StringComparer.Ordinal)];

    private static CommandHelp Read(Type type, DocumentationComments docs)
    {
        CmdletAttribute cmdlet = type.GetCustomAttribute<CmdletAttribute>()!;
        PropertyInfo[] properties = [.. type.GetProperties().Where(p => p.GetCustomAttributes<ParameterAttribute>().Any())];
        object instance = Activator.CreateInstance(type)!;
        string[] sets = [.. properties
            .SelectMany(p => p.GetCustomAttributes<ParameterAttribute>())
            .Select(a => a.ParameterSetName)
            .Where(name => name != ParameterAttribute.AllParameterSets)
            .Distinct()
            .OrderBy(name => name == cmdlet.DefaultParameterSetName ? 0 : 1)
            .DefaultIfEmpty(ParameterAttribute.AllParameterSets)];

        List<ParameterHelp> common = cmdlet.SupportsShouldProcess
            ? [Switch("WhatIf", "wi", "Says what would be done and does nothing."), Switch("Confirm", "cf", "Asks before doing anything.")]
            : [];
        ParameterHelp Describe(PropertyInfo property, ParameterAttribute attribute) => Parameter(property, attribute, instance, docs);
        return new CommandHelp(
            $"{cmdlet.VerbName}-{cmdlet.NounName}",
            docs.Summary(type),
            docs.Remarks(type),
            [.. properties.Select(p => Describe(p, p.GetCustomAttributes<ParameterAttribute>().First())), .. common],
            [.. sets.Select(set => (IReadOnlyList<ParameterHelp>)[.. InSet(properties, set, Describe), .. common])],
            [.. properties
                .Where(p => p.GetCustomAttributes<ParameterAttribute>().Any(a => a.ValueFromPipeline || a.ValueFromPipelineByPropertyName))
                .Select(p => Element(p.PropertyType))
                .Distinct()
                .Select(t => new TypeHelp(t.FullName!, docs.Summary(t)))],
            [.. type.GetCustomAttributes<OutputTypeAttribute>()
                .SelectMany(a => a.Type)
                .Select(t => new TypeHelp(t.Name, t.Type is null ? string.Empty : docs.Summary(t.Type)))],
            docs.Examples(type));
    }

    private static IEnumerable<ParameterHelp> InSet(PropertyInfo[] properties, string set, Func<PropertyInfo, ParameterAttribute, ParameterHelp> describe)
        => properties
            .Select(p => (Property: p, Attribute: p.GetCustomAttributes<ParameterAttribute>().FirstOrDefault(a => a.ParameterSetName == set || a.ParameterSetName == ParameterAttribute.AllParameterSets)))
            .Where(p => p.Attribute is not null)
            .OrderBy(p => p.Attribute!.Position == int.MinValue ? int.MaxValue : p.Attribute.Position)
            .ThenBy(p => p.Attribute!.Mandatory ? 0 : 1)
            .Select(p => describe(p.Property, p.Attribute!));

    private static ParameterHelp Parameter(PropertyInfo property, ParameterAttribute attribute, object instance, DocumentationComments docs)
    {
        Type element = Element(property.PropertyType);
        Type plain = Nullable.GetUnderlyingType(element) ?? element;
        bool isSwitch = property.PropertyType == typeof(SwitchParameter);
        string pipeline = (attribute.ValueFromPipeline, attribute.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };
        string byDefault = attribute.Mandatory ? "None" : DefaultText(property.GetValue(instance));
        return new ParameterHelp(
            property.Name,
            plain.Name + (property.PropertyType.IsArray ? "[]" : string.Empty),
            isSwitch,
            docs.Summary(property),
            attribute.Mandatory,
            attribute.Position == int.MinValue ? null : attribute.Position,
            pipeline,
            property.GetCustomAttribute<SupportsWildcardsAttribute>() is not null,
            [.. property.GetCustomAttributes<AliasAttribute>().SelectMany(a => a.AliasNames)],
            byDefault,
            plain.IsEnum ? Enum.GetNames(plain) : []);
    }

    private static ParameterHelp Switch(string name, string alias, string description)
        => new(name, nameof(SwitchParameter), true, description, false, null, "False", false, [alias], "False", []);

    private static Type Element(Type type) => type.IsArray ? type.GetElementType()! : type;

    private static string DefaultText(object? value) => value switch
    {
        null => "None",
        string { Length: 0 } => "None",
        string text => text,
        SwitchParameter given => given.IsPresent.ToString(CultureInfo.InvariantCulture),
        IConvertible number => number.ToString(CultureInfo.InvariantCulture),
        IEnumerable list => list.Cast<object>().Select(DefaultText).ToArray() is { Length: > 0 } items ? string.Join(", ", items) : "None",
        _ => "the default",
    };
}
