using System.Reflection;
using System.Xml.Linq;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.Architecture.Tests;

/// <summary>Who may know whom: projects, packages and namespaces.</summary>
public class DependencyTests
{
    private static readonly string[] PowerShellPackages = ["PowerShellStandard.Library", "System.Management.Automation"];

    // A part and the projects it may know. A new project has to be entered here before it can be built on.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["NDSeg.Core"] = [],
        ["NDSeg.Hdf5"] = [],
        ["NDSeg.IO"] = ["NDSeg.Core", "NDSeg.Hdf5"],
        ["NDSeg.XGBoost"] = ["NDSeg.Core"],
        ["NDSeg.Torch"] = ["NDSeg.Core"],
        ["NDSeg.Jobs"] = ["NDSeg.Core", "NDSeg.IO"],
        ["NDSeg.Paint"] = ["NDSeg.Core", "NDSeg.IO"],
        ["NDSeg.PowerShell"] = ["NDSeg.Core", "NDSeg.IO", "NDSeg.Jobs", "NDSeg.Paint", "NDSeg.Torch", "NDSeg.XGBoost"],
    };

    /// <summary>Every project below src.</summary>
    public static TheoryData<string> Projects => [.. Sources.Projects()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Projects_know_only_what_stands_below_them(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out string[]? allowed), $"{project} has no entry in the list of who may know whom.");
        Assert.Equal(allowed.Order(StringComparer.Ordinal), Sources.References(project, "ProjectReference").Where(r => r.StartsWith("NDSeg.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_the_module_knows_PowerShell(string project)
        => Assert.Equal(project == "NDSeg.PowerShell", Sources.References(project, "PackageReference").Intersect(PowerShellPackages).Any());

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_have_no_cycles(string project)
    {
        IReadOnlyList<string> cycles = NamespaceGraph.Read(Assembly.Load(project).Location).Cycles();
        Assert.True(cycles.Count == 0, string.Join(Environment.NewLine, cycles));
    }

    [Fact]
    public void The_graph_sees_a_cycle_in_signatures_and_bodies()
    {
        string cycle = Assert.Single(NamespaceGraph.Read(typeof(DependencyTests).Assembly.Location).Cycles());
        Assert.Contains("ToyLower <-> NDSeg.Architecture.Tests.ToyUpper", cycle, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Public_signatures_name_no_foreign_types(string project)
    {
        if (project != "NDSeg.PowerShell")
        {
            Assert.Empty(PublicSurface.ForeignTypes(Assembly.Load(project)));
        }
    }

    [Fact]
    public void The_surface_check_sees_foreign_types()
        => Assert.Contains(PublicSurface.ForeignTypes(typeof(SharedFactAttribute).Assembly), f => f.EndsWith("Xunit.FactAttribute", StringComparison.Ordinal));

    [Fact]
    public void The_core_stands_on_the_base_class_library_alone()
        => Assert.All(
            Assembly.Load("NDSeg.Core").GetReferencedAssemblies(),
            a => Assert.StartsWith("System.", a.Name, StringComparison.Ordinal));

    [Fact]
    public void Package_versions_stand_in_one_place()
        => Assert.All(
            Sources.ProjectFiles(),
            file => Assert.All(XDocument.Load(file).Descendants("PackageReference"), r => Assert.True(r.Attribute("Version") is null, $"{file}: {r}")));
}
