using System.Management.Automation;
using System.Management.Automation.Language;
using System.Xml.Linq;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.PowerShell.Tests.Hosted;

/// <summary>
/// The help of every command against what the engine says of the command, and every example run, in a folder that holds the
/// files the examples name.
/// </summary>
public class HelpTests(HelpSession session) : IClassFixture<HelpSession>
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly Dictionary<string, XElement> Help = XDocument
        .Load(Path.Combine(SharedData.RepositoryRoot, "module", "en-US", "NDSeg.PowerShell.dll-Help.xml"))
        .Descendants(Command + "command")
        .ToDictionary(c => c.Element(Command + "details")!.Element(Command + "name")!.Value.Trim());

    public static TheoryData<string> Commands => [.. Help.Keys];

    public static TheoryData<string, int> Examples
    {
        get
        {
            var examples = new TheoryData<string, int>();
            foreach ((string name, XElement help) in Help)
            {
                for (int i = 0; i < help.Descendants(Command + "example").Count(); i++)
                {
                    examples.Add(name, i);
                }
            }

            return examples;
        }
    }

    [Fact]
    public void Every_command_has_help()
    {
        string[] commands = session.Module.Run("Get-Command -Module NDSeg | ForEach-Object Name").All<string>();
        Assert.True(commands.Length >= 22, $"{commands.Length} commands.");
        Assert.Equal(commands.Order(StringComparer.Ordinal), Help.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Synopsis_description_and_two_examples(string name)
    {
        XElement help = Help[name];
        string synopsis = help.Element(Command + "details")!.Element(Maml + "description")!.Value.Trim();
        string description = help.Element(Maml + "description")!.Value.Trim();
        Assert.Matches(@"^[A-Z].*\.$", synopsis);
        Assert.True(description.Length > 60 && description != synopsis, description);
        XElement[] examples = [.. help.Descendants(Command + "example")];
        Assert.True(examples.Length >= 2, $"{examples.Length} examples.");
        Assert.All(examples, e => Assert.Contains(name, e.Element(Dev + "code")!.Value, StringComparison.Ordinal));
        Assert.All(examples, e => Assert.False(string.IsNullOrWhiteSpace(e.Element(Dev + "remarks")!.Value)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_parameter_and_no_other_is_described(string name)
    {
        string[] parameters = session.Module.Run("param($Name) (Get-Command $Name).Parameters.Keys", ("Name", name)).All<string>();
        string[] own = [.. parameters.Except(Cmdlet.CommonParameters).Except(Cmdlet.OptionalCommonParameters).Order(StringComparer.Ordinal)];
        XElement[] described = [.. Help[name].Element(Command + "parameters")?.Elements(Command + "parameter") ?? []];
        Assert.Equal(own, described.Select(p => p.Element(Maml + "name")!.Value.Trim()).Order(StringComparer.Ordinal));
        Assert.All(described, p => Assert.Matches("^[A-Z].{3,}", p.Element(Maml + "description")!.Value.Trim()));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_runs(string name, int number)
    {
        string code = Help[name].Descendants(Command + "example").ElementAt(number).Element(Dev + "code")!.Value;
        ScriptBlockAst tree = Parser.ParseInput(code, out _, out ParseError[] mistakes);
        Assert.Empty(mistakes);

        // A card is needed for some: these are only read.
        bool card = tree.FindAll(a => a is CommandParameterAst { ParameterName: "Device" }, true)
            .Any(a => a.Parent.Extent.Text.Contains("Cuda", StringComparison.OrdinalIgnoreCase));
        if (!card)
        {
            session.Module.Run(code).NoErrors();
        }
    }
}
