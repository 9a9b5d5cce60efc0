using System.Text.RegularExpressions;
using Xunit;

namespace NDSeg.Architecture.Tests;

/// <summary>What a source file looks like.</summary>
public partial class SourceFileTests
{
    private const int MostLines = 300;

    [Fact]
    public void Files_are_read_in_one_sitting()
    {
        string[] wrong = [.. Sources.Code("src").Concat(Sources.Code("tests"))
            .Select(f => (f.Path, Lines: f.Text.Count(c => c == '\n')))
            .Where(f => f.Lines > MostLines)
            .Select(f => $"{f.Path}: {f.Lines} lines")];
        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void One_public_type_per_file_under_its_name()
    {
        var wrong = new List<string>();
        foreach ((string file, string text) in Sources.Code("src"))
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
    public void Namespaces_follow_the_folders()
    {
        var wrong = new List<string>();
        foreach ((string file, string text) in Sources.Code("src"))
        {
            string[] parts = Path.GetDirectoryName(file)!.Split(Path.DirectorySeparatorChar)[1..];
            string expected = string.Join('.', parts[0] == "NDSeg.Core" ? ["NDSeg", .. parts[1..]] : parts);
            if (!text.Contains($"namespace {expected};", StringComparison.Ordinal))
            {
                wrong.Add($"{file}: not in {expected}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Names_say_what_a_file_is_for()
        => Assert.DoesNotContain(Sources.Code("src"), f => VagueName().IsMatch(Path.GetFileNameWithoutExtension(f.Path)));

    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|readonly|partial|unsafe|ref) )*(?:(?:record struct|record class|class|struct|interface|enum|record) (\w+)|delegate [\w<>\[\]?]+ (\w+))", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex("Utils?$|Helpers?$|Manager$|Common$|Misc$")]
    private static partial Regex VagueName();
}
