using System.Xml.Linq;
using NDSeg.TestData;

namespace NDSeg.Architecture.Tests;

/// <summary>The source files and projects of this checkout.</summary>
internal static class Sources
{
    private static readonly string Root = SharedData.RepositoryRoot;

    /// <summary>Names of the projects below src.</summary>
    internal static IEnumerable<string> Projects()
        => Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    /// <summary>Every project file of the checkout.</summary>
    internal static IEnumerable<string> ProjectFiles()
        => Directory.GetFiles(Root, "*.csproj", SearchOption.AllDirectories);

    /// <summary>What a project below src refers to: project names or package ids.</summary>
    internal static string[] References(string project, string kind)
        => [.. XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj")).Descendants(kind)
            .Where(r => (string?)r.Attribute("ReferenceOutputAssembly") != "false")
            .Select(r => r.Attribute("Include")!.Value)
            .Select(r => kind == "ProjectReference" ? Path.GetFileNameWithoutExtension(r.Replace('\\', '/')) : r)];

    /// <summary>The C# files below a folder of the checkout, generated ones left out.</summary>
    internal static IEnumerable<(string Path, string Text)> Code(string folder)
        => Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(f => (Path.GetRelativePath(Root, f), File.ReadAllText(f)));
}
