using System.Management.Automation;
using System.Xml.Linq;
using NDSeg.PowerShell.Tests.Hosted;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>Format views: one for every type that commands write, and none that prints pixels.</summary>
public sealed class FormatTests : IClassFixture<FormatTests.Session>
{
    // A line of names or numbers of classes, maps and slices; pixels of the 64 x 72 samples are 4608.
    private const int LongestText = 2500;

    private static readonly XElement Views = XDocument.Load(Path.Combine(SharedData.RepositoryRoot, "module", "NDSeg.Format.ps1xml")).Root!;

    private readonly HostedModule module;

    public FormatTests(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        module = session.Module;
    }

    /// <summary>An expression for an object of every type that commands write.</summary>
    public static TheoryData<string, string> Samples => new()
    {
        { "NDSeg.Images.SegImage", "$phantom.Extras" },
        { "NDSeg.Images.SegLabels", "$phantom.Truth" },
        { "NDSeg.Filters.SegFeatures", "$features" },
        { "NDSeg.Filters.FeatureConfig", "New-SegFeatureConfig" },
        { "NDSeg.Training.SegTrainingData", "$data" },
        { "NDSeg.Models.SegModel", "$model" },
        { "NDSeg.Segmentation.SegSegmentation", "$result" },
        { "NDSeg.Phantoms.Phantom", "$phantom" },
        { "NDSeg.Quality.SegAccuracy", "$result | Measure-SegAccuracy -Truth $phantom.Truth" },
        { "NDSeg.Quality.ClassAccuracy", "($result | Measure-SegAccuracy -Truth $phantom.Truth).Classes[0]" },
        { "NDSeg.Quality.SegPhase", "$phantom.Truth | Measure-SegPhase" },
        { "NDSeg.Quality.LabelComparison", "Compare-SegLabels -Reference $phantom.Truth -Difference $result" },
        { "NDSeg.Quality.CrossValidationResult", "New-SegModel -Trees 2 | Test-SegModel $data -Folds 2 -WarningAction Ignore" },
        { "NDSeg.Quality.LabelSuggestion", "$result | Get-SegLabelSuggestion -MinimumArea 1" },
        { "NDSeg.PowerShell.Commands.FeatureImportance", "Get-SegFeatureImportance $model" },
        { "NDSeg.PowerShell.Devices.SegDeviceInfo", "Get-SegDevice" },
        { "NDSeg.Provenance", "Get-SegProvenance labels.tif" },
        { "NDSeg.Images.SegClass", "$phantom.Truth.Classes[0]" },
    };

    [Fact]
    public void Every_type_that_a_command_writes_has_a_view()
    {
        string[] written = module.Run("Get-Command -Module NDSeg | ForEach-Object { $_.OutputType } | ForEach-Object { $_.Type.FullName }").All<string>();
        string[] own = [.. written.Where(t => t.StartsWith("NDSeg.", StringComparison.Ordinal)).Distinct()];
        Assert.InRange(own.Length, 12, 100);
        string[] viewed = [.. Views.Descendants("TypeName").Select(t => t.Value)];
        Assert.All(own, type => Assert.Contains(type, viewed));

        // What is not NDSeg's own is a file, or provenance under a name of its own.
        Assert.Equal(["System.IO.FileInfo", "System.Management.Automation.PSObject"], written.Except(own).Distinct().Order(StringComparer.Ordinal));
        Assert.All(own, type => Assert.Contains(Samples, s => type == (string)((object[])s)[0]));
    }

    [Fact]
    public void Every_view_is_of_a_type_and_of_properties_that_exist()
    {
        Assert.All(Views.Descendants("View"), view =>
        {
            string name = view.Descendants("TypeName").Single().Value;
            if (name == "NDSeg.Provenance")
            {
                return;
            }

            string[] properties = [.. view.Descendants("PropertyName").Select(p => p.Value)];
            string[] existing = module.Run("param($name) ($name -as [type]).GetProperties() | ForEach-Object Name", ("name", name)).All<string>();
            Assert.All(properties, property => Assert.Contains(property, WithNotes(name, existing)));
        });
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void No_view_prints_pixels(string type, string expression)
    {
        PSObject sample = module.Run($"@({expression})[0]").NoErrors().Output[0];
        Assert.Contains(type, sample.TypeNames);
        XElement[] views = [.. Views.Descendants("View").Where(v => v.Descendants("TypeName").Any(t => t.Value == type))];
        Assert.NotEmpty(views);
        foreach (XElement item in views.SelectMany(v => v.Descendants("TableColumnItem").Concat(v.Descendants("ListItem"))))
        {
            string script = item.Element("ScriptBlock")?.Value ?? $"$_.'{item.Element("PropertyName")!.Value}'";
            HostedResult shown = module.Run("param($sample, $script) $sample | ForEach-Object ([scriptblock]::Create($script))", ("sample", sample), ("script", script));
            Assert.True(shown.Errors.Count == 0, $"{script}: {string.Join(' ', shown.Errors)}");
            foreach (PSObject value in shown.Output.Where(v => v is not null))
            {
                Assert.False(value.BaseObject is Array { Length: > 100 }, $"{script} gives {value.BaseObject.GetType()}");
                Assert.InRange($"{value}".Length, 0, LongestText);
            }

            Assert.InRange(shown.Output.Count, 0, 100);
        }
    }

    [Fact]
    public void Type_data_names_properties_that_exist_and_are_no_pixels()
    {
        XElement types = XDocument.Load(Path.Combine(SharedData.RepositoryRoot, "module", "NDSeg.Types.ps1xml")).Root!;
        Assert.All(types.Elements("Type"), type =>
        {
            string[] shown = [.. type.Descendants("ReferencedProperties").Elements("Name").Select(n => n.Value)];
            string[] pixels = module.Run(
                "param($name) ($name -as [type]).GetProperties() | ForEach-Object { if ($_.PropertyType.IsArray -and $_.PropertyType.GetElementType().IsPrimitive) { \"array $($_.Name)\" } else { $_.Name } }",
                ("name", type.Element("Name")!.Value)).All<string>();
            Assert.All(shown, name => Assert.Contains(name, WithNotes(type.Element("Name")!.Value, pixels)));
        });
    }

    // Measure-SegPhase notes on each of its objects which labels it is about.
    private static string[] WithNotes(string type, string[] properties) => type == "NDSeg.Quality.SegPhase" ? [.. properties, "Source"] : properties;

    public sealed class Session : IDisposable
    {
        public Session() => Module.Run("""
            $phantom = New-SegPhantom 64 72 -Seed 2
            $features = $phantom.Image | Get-SegFeatures
            $data = $features | Get-SegTrainingData -Labels $phantom.Strokes
            $model = New-SegModel -Trees 4 | Invoke-SegTraining -TrainingData $data
            $result = $features | Invoke-SegApply $model -Probability -Uncertainty
            $result | Export-SegLabels labels.tif -Provenance Both
            """).NoErrors();

        public HostedModule Module { get; } = new();

        public void Dispose() => Module.Dispose();
    }
}
