using System.Management.Automation;
using Xunit;

namespace NDSeg.PowerShell.Tests.Hosted;

/// <summary>
/// Every bad input is one error with a stable id that says what was expected, what was found and what to do, from the command
/// that met it; nothing else comes out, and no file is made.
/// </summary>
public class BadInputTests(BadInputSession session) : IClassFixture<BadInputSession>
{
    [Theory]
    [InlineData("Import-SegImage nowhere/none.tif", "FileNotFound", "ObjectNotFound", "nowhere/none.tif")]
    [InlineData("Import-SegImage nowhere/*.tif", "FileNotFound", "ObjectNotFound", "nowhere")]
    [InlineData("Import-SegImage -LiteralPath 'none[1].tif'", "FileNotFound", "ObjectNotFound", "none[1].tif")]
    [InlineData("Import-SegLabels none.tif", "FileNotFound", "ObjectNotFound", "none.tif")]
    [InlineData("Import-SegModel none.ndseg", "FileNotFound", "ObjectNotFound", "none.ndseg")]
    [InlineData("$phantom.Image | Invoke-SegApply none.ndseg", "FileNotFound", "ObjectNotFound", "none.ndseg")]
    [InlineData("Measure-SegPhase none.tif", "FileNotFound", "ObjectNotFound", "none.tif")]
    [InlineData("$phantom.Truth | Measure-SegAccuracy -Truth none.tif", "FileNotFound", "ObjectNotFound", "none.tif")]
    [InlineData("Compare-SegLabels none.tif truth.tif", "FileNotFound", "ObjectNotFound", "none.tif")]
    [InlineData("Get-SegProvenance none.tif", "FileNotFound", "ObjectNotFound", "none.tif")]
    [InlineData("Import-SegImage Env:/PATH", "NotAFileSystemPath", "InvalidArgument", "Env")]
    [InlineData("Import-SegImage text.tif", "NotAnImage", "InvalidData", "text.tif")]
    [InlineData("Import-SegImage nothing.tif", "NotAnImage", "InvalidData", "nothing.tif")]
    [InlineData("Import-SegLabels text.tif", "NotAnImage", "InvalidData", "text.tif")]
    [InlineData("Import-SegImage short.tif", "(TruncatedImage|CorruptImage)", "InvalidData", "short.tif")]
    [InlineData("Import-SegImage samples.tif", "TruncatedImage", "InvalidData", "samples.tif")]
    [InlineData("Import-SegImage arrays.h5 -Dataset nothing", "DatasetNotFound", "ObjectNotFound", "'nothing'", "grey", "entry/cube")]
    [InlineData("Import-SegImage arrays.h5", "AmbiguousDataset", "Invalid(Data|Argument)", "grey", "entry/cube")]
    [InlineData("Import-SegImage arrays.h5 -Dataset entry/cube", "AmbiguousAxes", "Invalid(Data|Argument)", "6 x 7 x 3", "-Axis")]
    [InlineData("Import-SegImage arrays.h5 -Dataset entry/cube -Axis 5", "InvalidAxis", "InvalidArgument", "6 x 7 x 3", "5")]
    [InlineData("Import-SegImage slice.tif -Dataset data", "DatasetNotApplicable", "InvalidArgument", "slice.tif")]
    [InlineData("Import-SegImage slice.tif -Slice 3", "SliceOutOfRange", "InvalidArgument", "3")]
    [InlineData("Import-SegImage slice.tif -Slice 1-x", "InvalidSliceRange", "InvalidArgument", "'1-x'")]
    public void Files_that_cannot_be_read(string script, string id, string category, params string[] parts) => AssertRefused(script, id, category, parts);

    [Theory]
    [InlineData("New-SegModel | Invoke-SegTraining -Image $phantom.Image -Labels $small.Strokes", "LabelShapeMismatch", "InvalidData", "96 x 80", "32 x 40")]
    [InlineData("New-SegModel | Invoke-SegTraining -Features $features -Labels $small.Strokes", "LabelShapeMismatch", "InvalidData", "96 x 80", "32 x 40")]
    [InlineData("Get-SegTrainingData $features $small.Strokes", "LabelShapeMismatch", "InvalidData", "96 x 80", "32 x 40")]
    [InlineData("$small.Truth | Measure-SegAccuracy -Truth $phantom.Truth", "LabelShapeMismatch", "InvalidData", "96 x 80", "32 x 40")]
    [InlineData("Compare-SegLabels $small.Truth $phantom.Truth", "LabelShapeMismatch", "InvalidData", "96 x 80", "32 x 40")]
    [InlineData("$phantom.Image | Get-SegFeatures -ExtraChannel $small.Extras", "ExtraChannelShapeMismatch", "InvalidData", "96 x 80", "32 x 40")]
    [InlineData("New-SegModel | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -ExtraChannel $small.Extras", "ExtraChannelShapeMismatch", "InvalidData", "96 x 80", "32 x 40")]
    [InlineData("New-SegModel | Invoke-SegTraining -Image $phantom.Image -Labels unpainted.tif", "NoLabelledPixels", "InvalidData", "labelled")]
    [InlineData("New-SegModel RandomForest | Invoke-SegTraining -Image $phantom.Image -Labels one.tif", "OneClass", "InvalidData", "two")]
    [InlineData("New-SegModel XGBoost | Invoke-SegTraining -Image $phantom.Image -Labels one.tif", "OneClass", "InvalidData", "two")]
    [InlineData("Import-SegLabels float.tif", "FloatLabels", "InvalidData", "float.tif")]
    [InlineData("Measure-SegPhase volume.tif", "LabelVolume", "Invalid(Data|Argument)", "2 slices")]
    [InlineData("Import-SegLabels strokes.tif -ClassName a, b", "ClassNameCountMismatch", "InvalidArgument", "6", "2")]
    [InlineData("New-SegModel | Invoke-SegTraining -Image $phantom.Image, $phantom.Image -Labels $phantom.Strokes", "PairCountMismatch", "InvalidArgument", "2 images", "1")]
    [InlineData("Import-SegImage nan.tif | Get-SegFeatures", "NonFinitePixel", "InvalidData", "NaN", "row 7, column 11")]
    [InlineData("Import-SegImage nan.tif | Invoke-SegApply $model", "NonFinitePixel", "InvalidData", "NaN", "row 7, column 11")]
    [InlineData("$nan = Import-SegImage nan.tif; New-SegModel | Invoke-SegTraining -Image $nan -Labels strokes.tif", "NonFinitePixel", "InvalidData", "NaN", "row 7, column 11")]
    [InlineData("$phantom.Image | Get-SegFeatures -ExtraChannel (Import-SegImage nan.tif)", "NonFinitePixel", "InvalidData", "NaN", "row 7, column 11")]
    public void Labels_and_images_that_do_not_fit(string script, string id, string category, params string[] parts) => AssertRefused(script, id, category, parts);

    [Theory]
    [InlineData("$phantom.Image | Invoke-SegApply (New-SegModel)", "ModelNotTrained", "InvalidOperation", "Invoke-SegTraining")]
    [InlineData("New-SegModel | Get-SegFeatureImportance", "ModelNotTrained", "InvalidOperation", "Invoke-SegTraining")]
    [InlineData("New-SegModel | Export-SegModel untrained.ndseg", "ModelNotTrained", "InvalidOperation", "Invoke-SegTraining")]
    [InlineData("Import-SegImage rgb.tif | Invoke-SegApply $model", "ChannelMismatch", "InvalidData", "1", "3")]
    [InlineData("Import-SegImage rgb.tif | Invoke-SegApply model.ndseg", "ChannelMismatch", "InvalidData", "1", "3")]
    [InlineData("$phantom.Image | Invoke-SegApply $model -ExtraChannel $phantom.Extras", "\\w*(Channel|Feature)\\w*Mismatch", "Invalid(Data|Argument)", "6")]
    [InlineData("$fewer | Invoke-SegApply $model", "(FeatureMismatch|MissingFeature|FeatureNameMismatch)", "Invalid(Data|Argument)", "gaussian_4")]
    [InlineData("Import-SegModel text.ndseg", "CorruptModel", "InvalidData", "text.ndseg")]
    [InlineData("Import-SegModel empty.ndseg", "CorruptModel", "InvalidData", "empty.ndseg")]
    [InlineData("Import-SegModel cut.ndseg", "CorruptModel", "InvalidData", "cut.ndseg")]
    [InlineData("Import-SegModel changed.ndseg", "CorruptModel", "InvalidData", "changed.ndseg")]
    [InlineData("$phantom.Image | Invoke-SegApply changed.ndseg", "CorruptModel", "InvalidData", "changed.ndseg")]
    [InlineData("Import-SegModel newer.ndseg", "NewerModelFormat", "NotImplemented", "99", "7.5.0")]
    [InlineData("$phantom.Image | Invoke-SegApply newer.ndseg", "NewerModelFormat", "NotImplemented", "99", "7.5.0")]
    public void Models_that_cannot_be_used(string script, string id, string category, params string[] parts) => AssertRefused(script, id, category, parts);

    [Theory]
    [InlineData("$phantom.Truth | Export-SegLabels mine.tif", "TargetExists", "ResourceExists", "mine.tif", "-Force")]
    [InlineData("$model | Export-SegModel model.ndseg", "TargetExists", "ResourceExists", "model.ndseg", "-Force")]
    [InlineData("Export-SegFigure mine.tif -Panel $phantom.Image", "(TargetExists|UnknownFormat)", "\\w+", ".png")]
    [InlineData("$phantom.Truth | Export-SegLabels missing/folder/a.tif", "TargetNotWritable", "PermissionDenied", "missing/folder")]
    [InlineData("$phantom.Truth | Export-SegLabels missing/folder/a.png", "TargetNotWritable", "PermissionDenied", "missing/folder")]
    [InlineData("$phantom.Truth | Export-SegLabels missing/folder/a.h5", "TargetNotWritable", "PermissionDenied", "missing/folder")]
    [InlineData("$model | Export-SegModel missing/folder/a.ndseg", "TargetNotWritable", "PermissionDenied", "missing/folder")]
    [InlineData("Export-SegFigure missing/folder/a.png -Panel $phantom.Image", "TargetNotWritable", "PermissionDenied", "missing/folder")]
    [InlineData("$phantom.Truth | Export-SegLabels folder.tif", "TargetNotWritable", "PermissionDenied", "folder.tif")]
    [InlineData("$phantom.Truth | Export-SegLabels folder.png -Force", "TargetNotWritable", "PermissionDenied", "folder.png")]
    [InlineData("$phantom.Truth | Export-SegLabels folder.h5 -Force", "TargetNotWritable", "PermissionDenied", "folder.h5")]
    [InlineData("$model | Export-SegModel folder.ndseg -Force", "TargetNotWritable", "PermissionDenied", "folder.ndseg")]
    [InlineData("Export-SegFigure folder.png -Panel $phantom.Image -Force", "TargetNotWritable", "PermissionDenied", "folder.png")]
    [InlineData("$phantom.Truth | Export-SegLabels Variable:/a.tif", "NotAFileSystemPath", "InvalidArgument", "Variable")]
    [InlineData("$phantom.Truth | Export-SegLabels a.bmp", "UnknownFormat", "InvalidArgument", ".tif")]
    [InlineData("$phantom.Image | Invoke-SegApply $model | Export-SegLabels slice.tif -Force -Probability", "NoProbability", "InvalidOperation", "-Probability")]
    public void Targets_that_cannot_be_written(string script, string id, string category, params string[] parts) => AssertRefused(script, id, category, parts);

    [Fact]
    public void An_existing_target_is_left_alone_without_Force()
    {
        byte[] model = File.ReadAllBytes(session.PathOf("model.ndseg"));
        session.Phantom.Run("$phantom.Truth | Export-SegLabels mine.tif; $model | Export-SegModel model.ndseg");
        Assert.Equal("mine", File.ReadAllText(session.PathOf("mine.tif")));
        Assert.Equal(model, File.ReadAllBytes(session.PathOf("model.ndseg")));
    }

    [Fact]
    public void The_record_names_the_target_and_separates_what_to_do()
    {
        ErrorRecord record = Assert.Single(session.Phantom.Run("Import-SegImage none.tif").Errors);
        Assert.Equal("none.tif", LanguagePrimitives.ConvertTo<string>(record.TargetObject));
        Assert.StartsWith("Expected a file at 'none.tif', found none.", record.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.StartsWith("Check the path", record.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_ends_the_pipeline_with_ErrorAction_Stop()
    {
        HostedResult seen = session.Phantom.Run("Import-SegImage none.tif, slice.tif -ErrorAction Stop");
        Assert.True(seen.Ended);
        Assert.Empty(seen.Output);
        Assert.StartsWith("FileNotFound,", Assert.Single(seen.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private void AssertRefused(string script, string id, string category, string[] parts)
    {
        string[] before = session.Phantom.Files();
        HostedResult seen = session.Phantom.Run(script);
        Assert.True(seen.Errors.Count == 1, $"{seen.Errors.Count} errors: {string.Join('\n', seen.Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e}"))}");
        ErrorRecord record = seen.Errors[0];
        Assert.Matches($"^{id},NDSeg\\.PowerShell\\.Commands\\.\\w+Command$", record.FullyQualifiedErrorId);
        Assert.Equal("NDSeg.SegException", record.Exception.GetType().FullName);
        Assert.Matches($"^{category}$", record.CategoryInfo.Category.ToString());
        Assert.Matches("(?s)Expected .*(found|incomplete|damaged|could not|but)", record.Exception.Message);
        Assert.All(parts, part => Assert.Contains(part, record.Exception.Message, StringComparison.Ordinal));
        Assert.False(string.IsNullOrWhiteSpace(record.ErrorDetails?.RecommendedAction), $"No remedy: {record.Exception.Message}");
        Assert.Empty(seen.Output);
        Assert.Equal(before, session.Phantom.Files());
    }
}
