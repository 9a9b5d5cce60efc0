using System.Text.RegularExpressions;
using System.Xml.Linq;
using NDSeg.Models;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.Tests;

/// <summary>The direction of dependencies and the layout of the sources.</summary>
public partial class ArchitectureTests
{
    private static readonly string Source = Path.Combine(SharedData.RepositoryRoot, "src");

    private static readonly string[] PowerShellPackages = ["PowerShellStandard.Library", "System.Management.Automation"];

    // A folder of the core may use those before it, never those after it. The root may use none and may be used by all.
    private static readonly string[] CoreFolders = ["Storage", "Imaging", "Features", "Ensembles", "Tiling", "Models", "Training", "Engines", "Evaluation"];

    [Fact]
    public void Core_references_nothing()
    {
        Assert.Empty(References("NDSeg.Core", "ProjectReference"));
        Assert.Equal(["System.IO.Hashing"], References("NDSeg.Core", "PackageReference"));
        Assert.Empty(PublicSurface.ForeignTypes(typeof(SegModel).Assembly));
        Assert.All(
            typeof(SegModel).Assembly.GetReferencedAssemblies(),
            a => Assert.StartsWith("System.", a.Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("NDSeg.IO")]
    [InlineData("NDSeg.XGBoost")]
    [InlineData("NDSeg.Torch")]
    public void Parts_know_the_core_and_never_each_other(string project)
    {
        Assert.Equal(["NDSeg.Core"], References(project, "ProjectReference"));
        string[] others = [.. new[] { "NDSeg.IO", "NDSeg.XGBoost", "NDSeg.Torch", "NDSeg.PowerShell" }.Where(o => o != project)];
        foreach ((string file, string text) in Files(project))
        {
            Assert.All(others, other => Assert.False(text.Contains($"using {other};", StringComparison.Ordinal), $"{file} uses {other}"));
        }
    }

    [Fact]
    public void Only_the_module_its_help_and_the_shell_know_PowerShell()
    {
        foreach (string project in Projects())
        {
            bool knows = References(project, "PackageReference").Intersect(PowerShellPackages).Any();
            Assert.True(knows == project is "NDSeg.PowerShell" or "NDSeg.Shell" or "NDSeg.Help", project);
        }
    }

    [Fact]
    public void Package_versions_stand_in_one_place()
    {
        foreach (string file in Directory.GetFiles(SharedData.RepositoryRoot, "*.csproj", SearchOption.AllDirectories))
        {
            Assert.All(XDocument.Load(file).Descendants("PackageReference"), r => Assert.True(r.Attribute("Version") is null, $"{file}: {r}"));
        }
    }

    [Fact]
    public void Images_and_files_show_no_foreign_types()
        => Assert.Empty(PublicSurface.ForeignTypes(System.Reflection.Assembly.Load("NDSeg.IO")));

    [Fact]
    public void Surface_check_sees_foreign_types()
        => Assert.Contains(PublicSurface.ForeignTypes(typeof(SharedFactAttribute).Assembly), f => f.EndsWith("Xunit.FactAttribute", StringComparison.Ordinal));

    [Fact]
    public void Folders_of_the_core_point_one_way()
    {
        var wrong = new List<string>();
        foreach ((string file, string text) in Files("NDSeg.Core"))
        {
            string folder = Path.GetRelativePath(Path.Combine(Source, "NDSeg.Core"), file).Split(Path.DirectorySeparatorChar)[0];
            int place = folder.EndsWith(".cs", StringComparison.Ordinal) ? 0 : Array.IndexOf(CoreFolders, folder);
            Assert.True(place >= 0, $"Folder '{folder}' has no place in the order {string.Join(", ", CoreFolders)}.");
            string code = Comment().Replace(text, string.Empty);
            wrong.AddRange(CoreFolders.Skip(place).Where(f => f != folder && Regex.IsMatch(code, $@"using NDSeg\.{f};|(?<![\w.])(NDSeg\.)?{f}\.[A-Z]\w*[.(<;]")).Select(f => $"{file} uses {f}"));
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void One_public_type_per_file_under_its_name()
    {
        var wrong = new List<string>();
        foreach ((string file, string text) in Projects().SelectMany(Files))
        {
            string[] types = [.. PublicType().Matches(text).Select(m => m.Groups[1].Value).Distinct()];
            string name = Path.GetFileNameWithoutExtension(file).Split('.')[0];
            if (types.Length > 1 || (types.Length == 1 && types[0] != name))
            {
                wrong.Add($"{file}: {string.Join(", ", types)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Names_say_what_a_file_is_for()
        => Assert.DoesNotContain(Projects().SelectMany(Files), f => VagueName().IsMatch(Path.GetFileNameWithoutExtension(f.Path)));

    private static IEnumerable<string> Projects() => Directory.GetDirectories(Source).Select(d => Path.GetFileName(d));

    private static string[] References(string project, string kind)
        => [.. XDocument.Load(Path.Combine(Source, project, project + ".csproj")).Descendants(kind)
            .Select(r => r.Attribute("Include")!.Value)
            .Select(r => kind == "ProjectReference" ? Path.GetFileNameWithoutExtension(r.Replace('\\', '/')) : r)];

    private static IEnumerable<(string Path, string Text)> Files(string project)
        => Directory.GetFiles(Path.Combine(Source, project), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(f => (f, File.ReadAllText(f)));

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|readonly|partial|unsafe|ref) )*(?:(?:record struct|record class|class|struct|interface|enum|record) (\w+)|delegate [\w<>\[\]?]+ (\w+))", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex("Utils?$|Helpers?$|Manager$|Common$|Misc$")]
    private static partial Regex VagueName();
}
