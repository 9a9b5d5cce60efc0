using PureHDF;
using Xunit;

namespace NDSeg.PowerShell.Tests.Hosted;

/// <summary>What every command gives for good input; expected values are worked out here or by hand.</summary>
public class CmdletTests(PhantomSession session) : IClassFixture<PhantomSession>
{
    private const int Pixels = PhantomSession.Height * PhantomSession.Width;

    private static readonly string[] Derivatives = ["gradient", "hessian_eig1", "hessian_eig2", "hessian_mod", "hessian_trace", "hessian_det"];

    [Fact]
    public void Import_SegImage_gives_samples_as_stored()
    {
        Assert.Equal(session.Slice, session.Run(", (Import-SegImage slice.tif).Plane(0)").One<byte[]>());
        SampleTiff.Write(session.PathOf("word.tif"), 2, 2, new ushort[] { 0, 1, 256, 65535 });
        Assert.Equal(new ushort[] { 0, 1, 256, 65535 }, session.Run(", (Import-SegImage word.tif).Plane(0)").One<ushort[]>());
        SampleTiff.Write(session.PathOf("single.tif"), 1, 3, new[] { -1.5f, 0f, 2.25f });
        Assert.Equal([-1.5f, 0f, 2.25f], session.Run(", (Import-SegImage single.tif).Plane(0)").One<float[]>());
        SampleTiff.Write(session.PathOf("colour.tif"), 1, 2, 3, [new byte[] { 1, 2, 3, 4, 5, 6 }]);
        Assert.Equal(new byte[] { 3, 6 }, session.Run(", (Import-SegImage colour.tif).Plane(2)").One<byte[]>());
        Assert.Equal("1 x 2 x 3 UInt8", session.Run("$i = Import-SegImage colour.tif; \"$($i.Shape) $($i.PixelType)\"").One<string>());
    }

    [Theory]
    [InlineData("2", "2")]
    [InlineData("1-2, 4", "1 2 4")]
    [InlineData("'3-'", "3 4")]
    [InlineData("'-1'", "0 1")]
    public void Import_SegImage_streams_the_slices_asked_for(string slice, string expected)
    {
        SampleTiff.Write(session.PathOf("pages.tif"), 1, 2, [.. Enumerable.Range(0, 5).Select(p => new[] { (byte)(20 * p), (byte)p })]);
        HostedResult seen = session.Run($"Import-SegImage pages.tif -Slice {slice} | ForEach-Object {{ $_.Source.SliceIndex; $_.Plane(0)[0] / 20 }}").NoErrors();
        int[] numbers = seen.All<int>();
        Assert.Equal(expected, string.Join(' ', numbers.Where((_, i) => i % 2 == 0)));
        Assert.Equal(expected, string.Join(' ', numbers.Where((_, i) => i % 2 == 1)));
    }

    [Fact]
    public void Import_SegImage_reads_datasets_along_the_axes_given()
    {
        var cube = new float[2, 3, 4];
        for (int i = 0; i < 24; i++)
        {
            cube[i / 12, i / 4 % 3, i % 4] = i;
        }

        new H5File { ["entry"] = new H5Group { ["data"] = cube } }.Write(session.PathOf("cube.h5"));
        Assert.Equal(["3 x 4", "3 x 4"], session.Run("Import-SegImage cube.h5 -Dataset entry/data -Axis 0 | ForEach-Object Shape").All<string>());
        Assert.Equal("2 x 3 x 4", session.Run("(Import-SegImage cube.h5 -ChannelAxis -1).Shape").One<string>());
        Assert.Equal([2f, 6f, 10f, 14f, 18f, 22f], session.Run(", (Import-SegImage cube.h5 -ChannelAxis 2).Plane(2)").One<float[]>());
    }

    [Fact]
    public void Import_SegLabels_makes_classes_of_values_and_colours()
    {
        SampleTiff.Write(session.PathOf("grey.tif"), 2, 4, new byte[] { 0, 85, 170, 255, 85, 85, 0, 255 });
        Assert.Equal([85, 170, 255], session.Run("$l = Import-SegLabels grey.tif; $l.Classes.Value").All<int>());
        Assert.Equal([2L, 3, 1, 2], session.Run("$l.CountPixels()").All<long>());
        Assert.Equal(["pore", "solid phase", "crack"], session.Run("(Import-SegLabels grey.tif -ClassName pore, 'solid phase', crack).Classes.Name").All<string>());
        SampleTiff.Write(session.PathOf("paint.tif"), 1, 4, 3, [new byte[] { 255, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0 }]);
        int[] classes = session.Run("$c = Import-SegLabels paint.tif; 0..3 | ForEach-Object { $c.At($_) }").All<int>();
        Assert.Equal(0, classes[1]);
        Assert.Equal(classes[0], classes[3]);
        Assert.Equal([1, 2], new[] { classes[0], classes[2] }.Order());
    }

    [Theory]
    [InlineData("", 58)]
    [InlineData("-Include Mean, Minimum, Maximum, Median, Bilateral", 82)]
    [InlineData("-Exclude Hessian", 28)]
    [InlineData("-Exclude Membrane", 52)]
    [InlineData("3, 7", 28)]
    public void New_SegFeatureConfig_decides_the_maps(string arguments, int maps)
        => Assert.Equal(maps, session.Run($"$f = (New-SegPhantom 32 32).Image | Get-SegFeatures -Config (New-SegFeatureConfig {arguments}); $f.Names.Count; $f.Dispose()").One<int>());

    [Fact]
    public void Get_SegFeatures_gives_the_maps_of_the_contract()
    {
        List<string> expected = ["original", .. Derivatives.Select(d => d + "_0")];
        int[] sigmas = [1, 2, 4, 8, 16];
        foreach (int sigma in sigmas)
        {
            expected.Add($"gaussian_{sigma}");
            expected.AddRange(Derivatives.Select(d => $"{d}_{sigma}"));
        }

        expected.AddRange(from large in sigmas from small in sigmas where small < large select $"dog_{small}_{large}");
        expected.AddRange(["membrane_mean", "membrane_max", "membrane_min", "membrane_sum", "membrane_std", "membrane_median"]);

        Assert.Equal(expected, session.Run("$maps = $phantom.Image | Get-SegFeatures -Threads 2; $maps.Names").All<string>());
        Assert.Equal("96 x 80 x 58", session.Run("$maps.Shape").One<string>());
        Assert.Equal(session.Slice.Select(v => v * (float)(1 / 255.0)), Map("original"));
        float[] small2 = Map("gaussian_2");
        float[] large8 = Map("gaussian_8");
        Assert.All(Map("dog_2_8").Select((d, i) => d - (small2[i] - large8[i])), d => Assert.InRange(d, -1e-6, 1e-6));
        float[] mean = Map("membrane_mean");
        Assert.All(Map("membrane_sum").Select((s, i) => s - (30 * mean[i])), d => Assert.InRange(d, -1e-3, 1e-3));

        // Central differences of the image, away from its border: gradient^2 = hx^2 + hy^2.
        float[] gradient = Map("gradient_0");
        int at = (40 * PhantomSession.Width) + 33;
        double dx = (session.Slice[at + 1] - session.Slice[at - 1]) / 510.0;
        double dy = (session.Slice[at + PhantomSession.Width] - session.Slice[at - PhantomSession.Width]) / 510.0;
        Assert.Equal(Math.Sqrt((dx * dx) + (dy * dy)), gradient[at], 6);
        session.Run("$maps.Dispose()").NoErrors();

        float[] Map(string name) => session.Run($", $maps.CopyMap('{name}')").One<float[]>();
    }

    [Fact]
    public void Get_SegTrainingData_has_the_painted_pixels_in_row_major_order()
    {
        byte[] strokes = session.Strokes;
        int[] painted = [.. Enumerable.Range(0, Pixels).Where(i => strokes[i] != 0)];
        session.Run("$f = $phantom.Image | Get-SegFeatures; $data = $f | Get-SegTrainingData -Labels $phantom.Strokes").NoErrors();
        Assert.Equal($"{painted.Length} x 58", session.Run("$data.Shape").One<string>());
        Assert.Equal(painted.Select(i => i / PhantomSession.Width), session.Run("$data.Rows").All<int>());
        Assert.Equal(painted.Select(i => i % PhantomSession.Width), session.Run("$data.Columns").All<int>());
        Assert.Equal(painted.Select(i => (int)strokes[i]), session.Run("$data.Targets").All<int>());
        float[] values = session.Run(", $data.Values").One<float[]>();
        float[] map = session.Run(", $f.CopyMap(17); $f.Dispose()").One<float[]>();
        Assert.Equal(painted.Select(i => map[i]), painted.Select((_, row) => values[(58 * row) + 17]));
    }

    [Fact]
    public void New_SegModel_has_the_defaults_of_the_contract_and_keeps_what_it_is_told()
    {
        dynamic forest = session.Run("(New-SegModel).Parameters").One();
        Assert.Equal(("RandomForest", 8, 100, 1, "Balanced"), ((string)forest.Algorithm.ToString(), (int)forest.MaxDepth, (int)forest.Trees, (int)forest.MinLeafSize, (string)forest.ClassWeight.ToString()));
        dynamic booster = session.Run("(New-SegModel XGBoost).Parameters").One();
        Assert.Equal((6, 0.3, 0.0, 100), ((int)booster.MaxDepth, (double)booster.Eta, (double)booster.Gamma, (int)booster.Rounds));
        dynamic told = session.Run("(New-SegModel -Algorithm XGBoost -MaxDepth 3 -Eta 0.1 -Gamma 2 -Rounds 7 -ClassWeight None -Seed -5).Parameters").One();
        Assert.Equal((3, 0.1, 2.0, 7, -5, "None"), ((int)told.MaxDepth, (double)told.Eta, (double)told.Gamma, (int)told.Rounds, (int)told.Seed, (string)told.ClassWeight.ToString()));
        Assert.Contains("-Rounds", Assert.Single(session.Run("New-SegModel -Rounds 5").Warnings), StringComparison.Ordinal);
        Assert.StartsWith("ParameterArgumentValidationError", Assert.Single(session.Run("New-SegModel -Trees 0").ErrorIds), StringComparison.Ordinal);
    }

    [Fact]
    public void Invoke_SegTraining_weighs_classes_and_keeps_the_hashes_of_its_files()
    {
        session.Run("$u = New-SegModel -Trees 10 -Seed 3; $t = $u | Invoke-SegTraining -Image (Import-SegImage slice.tif) -Labels strokes.tif").NoErrors();
        Assert.Equal([false, true], session.Run("$u.IsTrained, $t.IsTrained").All<bool>());
        long[] counts = [.. session.Strokes.Where(v => v != 0).GroupBy(v => v).OrderBy(g => g.Key).Select(g => g.LongCount())];
        double[] weights = session.Run("$t.State.Summary.ClassWeights").All<double>();
        Assert.Equal(counts.Length, weights.Length);
        Assert.All(counts.Zip(weights), p => Assert.Equal((double)counts.Sum() / (counts.Length * p.First), p.Second, 5));
        Assert.All(session.Run("(New-SegModel -Trees 2 -ClassWeight None | Invoke-SegTraining -Image $phantom.Image -Labels strokes.tif).State.Summary.ClassWeights").All<double>(), w => Assert.Equal(1.0, w));
        Assert.Equal(
            new[] { "slice.tif", "strokes.tif" }.Select(f => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(session.PathOf(f))))),
            session.Run("'image', 'labels' | ForEach-Object { $role = $_; $t.State.Summary.Files | Where-Object Role -EQ $role | ForEach-Object Sha256 }").All<string>().Select(h => h.ToUpperInvariant()));
    }

    [XGBoostCmdletFact]
    public void Invoke_SegTraining_trains_as_many_rounds_as_asked_for()
    {
        session.Run("$x = New-SegModel XGBoost -MaxDepth 3 -Rounds 4 | Invoke-SegTraining -Image $phantom.Image -Labels strokes.tif").NoErrors();
        byte[] json = session.Run(", $x.State.LibraryModel").One<byte[]>();
        using var booster = System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal(4 * 6, booster.RootElement.GetProperty("learner").GetProperty("gradient_booster").GetProperty("model").GetProperty("trees").GetArrayLength());
        Assert.Equal("gain", session.Run("($x | Get-SegFeatureImportance -First 1).Measure").One<string>());
    }

    [Fact]
    public void Invoke_SegTraining_warns_of_constant_maps()
    {
        SampleTiff.Write(session.PathOf("flat.tif"), 40, 40, new byte[1600]);
        byte[] two = new byte[1600];
        two.AsSpan(0, 100).Fill(1);
        two.AsSpan(800, 100).Fill(2);
        SampleTiff.Write(session.PathOf("two.tif"), 40, 40, two);
        HostedResult seen = session.Run("New-SegModel -Trees 2 | Invoke-SegTraining -Image (Import-SegImage flat.tif) -Labels two.tif").NoErrors();
        Assert.Single(seen.Output);
        Assert.Contains(seen.Warnings, w => w.Contains("constant", StringComparison.Ordinal));
    }

    [Fact]
    public void Invoke_SegApply_labels_with_the_greatest_probability()
    {
        session.Run("$m = New-SegModel -Trees 20 -Seed 1 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes; $r = $phantom.Image | Invoke-SegApply $m -Probability -Uncertainty").NoErrors();
        byte[] labels = session.Values("$r");
        float[][] planes = [.. Enumerable.Range(0, 6).Select(c => session.Run($", $r.Probabilities[{c}]").One<float[]>())];
        float[] margin = session.Run(", $r.Margin").One<float[]>();
        float[] entropy = session.Run(", $r.Entropy").One<float[]>();
        for (int i = 0; i < Pixels; i += 7)
        {
            float[] p = [.. planes.Select(plane => plane[i])];
            float[] sorted = [.. p.OrderDescending()];
            Assert.Equal(1, p.Sum(), 4);
            Assert.Equal(sorted[0], p[labels[i] - 1]);
            Assert.Equal(sorted[0] - sorted[1], margin[i], 4);
            Assert.Equal(-p.Where(q => q > 0).Sum(q => q * Math.Log(q)) / Math.Log(6), entropy[i], 3);
        }

        Assert.Equal(labels, session.Values("$phantom.Image | Invoke-SegApply $m -Threads 1"));
        Assert.True(session.Run("$null -eq ($phantom.Image | Invoke-SegApply $m).Probabilities").One<bool>());
    }

    [Fact]
    public void Model_files_give_back_the_model()
    {
        HostedResult seen = session.Run("""
            $m = New-SegModel -Trees 7 -MaxDepth 5 -Seed 4 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -Config (New-SegFeatureConfig 1, 3 -Include Mean)
            $made = $m | Export-SegModel kept.ndseg -PassThru
            $back = Import-SegModel kept.ndseg
            $back | Export-SegModel kept-again.ndseg
            $made.FullName, ($back.Parameters -eq $m.Parameters), ($back.Config -eq $m.Config), (($back.FeatureNames -join ' ') -eq ($m.FeatureNames -join ' ')), ($back.Classes.Name -join ' ')
            """).NoErrors();
        Assert.Equal([session.PathOf("kept.ndseg"), true, true, true], seen.Values.Take(4));
        Assert.Equal(session.Run("$m.Classes.Name -join ' '").One<string>(), seen.Values[4]);
        Assert.Equal(File.ReadAllBytes(session.PathOf("kept.ndseg")), File.ReadAllBytes(session.PathOf("kept-again.ndseg")));
        Assert.Equal(session.Values("$phantom.Image | Invoke-SegApply $m"), session.Values("$phantom.Image | Invoke-SegApply $back"));
    }

    [Theory]
    [InlineData("tif")]
    [InlineData("png")]
    [InlineData("h5")]
    public void Export_SegLabels_restores_the_values(string extension)
    {
        SampleTiff.Write(session.PathOf("values.tif"), 2, 3, new byte[] { 0, 85, 170, 255, 85, 0 });
        session.Run($"Import-SegLabels values.tif | Export-SegLabels restored.{extension}").NoErrors();
        Assert.Equal(new byte[] { 0, 85, 170, 255, 85, 0 }, session.Run($", (Import-SegImage restored.{extension}).Plane(0)").One<byte[]>());
        HostedResult made = session.Run($"Import-SegLabels slice.tif | Export-SegLabels restored.{extension} -Force -PassThru").NoErrors();
        Assert.Equal(session.PathOf($"restored.{extension}"), ((FileInfo)made.Output[0].BaseObject).FullName);
        Assert.Equal(session.Slice, session.Run($", (Import-SegImage restored.{extension}).Plane(0)").One<byte[]>());
    }

    [Fact]
    public void Export_SegLabels_restores_colours_and_wide_values()
    {
        SampleTiff.Write(session.PathOf("painted.tif"), 1, 4, 3, [new byte[] { 255, 0, 0, 0, 0, 0, 10, 20, 30, 255, 0, 0 }]);
        session.Run("Import-SegLabels painted.tif | Export-SegLabels repainted.png; $p = Import-SegImage repainted.png").NoErrors();
        Assert.Equal(new byte[] { 255, 0, 10, 255, 0, 0, 20, 0, 0, 0, 30, 0 }, session.Run("0..2 | ForEach-Object { $p.Plane($_) }").All<byte>());
        SampleTiff.Write(session.PathOf("wide.tif"), 1, 3, new ushort[] { 0, 300, 7 });
        session.Run("Import-SegLabels wide.tif | Export-SegLabels wide-again.tif").NoErrors();
        Assert.Equal(new ushort[] { 0, 300, 7 }, session.Run(", (Import-SegImage wide-again.tif).Plane(0)").One<ushort[]>());
    }

    [Fact]
    public void Export_SegFigure_draws_panels_of_the_size_asked_for()
    {
        session.Run("""
            Export-SegFigure one.png -Panel $phantom.Truth -PanelSize 200
            Export-SegFigure three.png -Panel $phantom.Image, $phantom.Truth, @{ Image = $phantom.Image; Labels = $phantom.Truth; Title = 'Overlay' } -PanelSize 200 -Legend -Title a, b, c -FigureTitle All
            """).NoErrors();
        int[] widths = session.Run("'one.png', 'three.png' | ForEach-Object { (Import-SegImage $_).Width }").All<int>();
        Assert.True(widths[1] > 2.5 * widths[0], $"{widths[0]} and {widths[1]} pixels");
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(session.PathOf("three.png"))[..4]);
        int[] colours = session.Run("""
            $figure = Import-SegImage one.png
            $r, $g, $b = $figure.Plane(0), $figure.Plane(1), $figure.Plane(2)
            for ($i = 0; $i -lt $r.Length; $i++) { 65536 * $r[$i] + 256 * $g[$i] + $b[$i] }
            """).All<int>();
        string[] drawn = [.. colours.GroupBy(c => c).Where(g => g.Count() > 20).Select(g => $"#{g.Key:x6}")];
        Assert.All(session.Run("$phantom.Truth.Classes | ForEach-Object { $_.Color.ToString() }").All<string>(), c => Assert.Contains(c, drawn));
    }

    [Fact]
    public void Measure_SegAccuracy_gives_the_figures_worked_out_by_hand()
    {
        // The last pixel is unlabelled in the truth. True positives 3, 2, 2; false positives 0, 1, 1; false negatives 1, 1, 0.
        SampleTiff.Write(session.PathOf("t.tif"), 2, 5, new byte[] { 1, 1, 1, 1, 2, 2, 2, 5, 5, 0 });
        SampleTiff.Write(session.PathOf("o.tif"), 2, 5, new byte[] { 1, 1, 1, 2, 2, 2, 5, 5, 5, 1 });
        session.Run("$a = Measure-SegAccuracy o.tif -Truth t.tif").NoErrors();
        AssertNear([3 / 4.0, 2 / 4.0, 2 / 3.0], "$a.Classes.IoU");
        AssertNear([6 / 7.0, 4 / 6.0, 4 / 5.0], "$a.Classes.Dice");
        AssertNear([1, 2 / 3.0, 2 / 3.0], "$a.Classes.Precision");
        AssertNear([3 / 4.0, 2 / 3.0, 1], "$a.Classes.Recall");
        AssertNear([(0.75 + 0.5 + (2 / 3.0)) / 3, 7 / 9.0, 9], "$a.MeanIoU, $a.OverallAccuracy, $a.PixelCount");
        
        // Rows: truth; columns: prediction, pixels left unlabelled in the last one.
        AssertNear([3, 1, 0, 0, 0, 2, 1, 0, 0, 0, 2, 0], "$a.ConfusionMatrix");
        double chance = ((4 * 3) + (3 * 3) + (2 * 3)) / 81.0;
        AssertNear([((7 / 9.0) - chance) / (1 - chance)], "$a.Kappa");
    }

    [Fact]
    public void Measure_SegPhase_and_Compare_SegLabels_count_pixels()
    {
        SampleTiff.Write(session.PathOf("ten.tif"), 2, 5, new byte[] { 0, 0, 10, 10, 10, 20, 20, 20, 20, 30 });
        SampleTiff.Write(session.PathOf("other.tif"), 2, 5, new byte[] { 0, 0, 10, 10, 20, 20, 20, 20, 20, 0 });
        AssertNear([3, 4, 1], "(Measure-SegPhase ten.tif).Pixels");
        AssertNear([3 / 8.0, 4 / 8.0, 1 / 8.0], "(Measure-SegPhase ten.tif).Fraction");
        AssertNear([10, 2, 0.8], "$c = Compare-SegLabels ten.tif other.tif; $c.PixelCount, $c.DifferentPixels, $c.Agreement");
        AssertNear([0, 4, 10, 20, 1, 4, 30, 0], "$c.FirstDifferences | ForEach-Object { $_.Row, $_.Column, $_.Reference, $_.Difference }");
        Assert.Equal([false, true], session.Run("$c.Equal; (Compare-SegLabels ten.tif ten.tif).Equal").All<bool>());
    }

    [Fact]
    public void Get_SegFeatureImportance_ranks_shares_that_add_up_to_one()
    {
        session.Run("$m = New-SegModel -Trees 10 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes; $ranked = $m | Get-SegFeatureImportance").NoErrors();
        double[] shares = session.Run("$ranked.Importance").All<double>();
        Assert.Equal(58, shares.Length);
        Assert.Equal(1, shares.Sum(), 9);
        Assert.Equal(shares.OrderDescending(), shares);
        Assert.Equal(["gaussian_1", "gaussian_16", "gaussian_2", "gaussian_4", "gaussian_8"], session.Run("($m | Get-SegFeatureImportance -Name gaussian_*).Name").All<string>().Order(StringComparer.Ordinal));
        Assert.Equal([1, 2, 3], session.Run("$m | Get-SegFeatureImportance -First 3 | ForEach-Object Rank").All<int>());
    }

    [Fact]
    public void Get_SegDevice_lists_what_there_is_and_why_the_rest_is_not()
    {
        session.Run("$devices = Get-SegDevice").NoErrors();
        string[] names = session.Run("$devices.Name").All<string>();
        Assert.Superset(new HashSet<string> { "cpu", "xgboost", "libtorch" }, names.ToHashSet());
        Assert.True(session.Run("($devices | Where-Object Name -EQ cpu).Available").One<bool>());
        Assert.All(
            session.Run("$devices | Where-Object Available -EQ $false | ForEach-Object { [string]$_.Reason; [string]$_.Remedy }").All<string>(),
            text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }

    [Fact]
    public void New_SegPhantom_paints_strokes_of_all_classes_that_agree_with_the_truth()
    {
        byte[] truth = session.Values("$phantom.Truth");
        byte[] strokes = session.Strokes;
        Assert.Equal([1, 2, 3, 4, 5, 6], truth.Distinct().Order().Select(v => (int)v));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], strokes.Distinct().Order().Select(v => (int)v));
        Assert.All(strokes.Zip(truth).Where(p => p.First != 0), p => Assert.Equal(p.Second, p.First));
        Assert.InRange(strokes.Count(v => v != 0), 60, Pixels / 4);
        Assert.Equal("96 x 80 x 6", session.Run("$phantom.Extras.Shape").One<string>());
        Assert.Equal(session.Slice, session.Run(", (New-SegPhantom 96 80 -Seed 1).Image.Plane(0)").One<byte[]>());
        Assert.NotEqual(session.Slice, session.Run(", (New-SegPhantom 96 80 -Seed 2).Image.Plane(0)").One<byte[]>());
    }

    [Fact]
    public void Optimize_SegLabels_removes_specks_and_fills_holes()
    {
        byte[] values = new byte[100];
        Array.Fill<byte>(values, 1);
        foreach (int i in new[] { 11, 55, 56, 57, 65, 67, 75, 76, 77 })
        {
            values[i] = 2;
        }

        values[99] = 0;
        SampleTiff.Write(session.PathOf("specks.tif"), 10, 10, values);
        byte[] clean = [.. values];
        clean[11] = 1;
        Assert.Equal(clean, session.Values("Optimize-SegLabels specks.tif -MinimumRegionSize 2 -Class 2"));
        byte[] filled = [.. values];
        filled[66] = 2;
        Assert.Equal(filled, session.Values("Optimize-SegLabels specks.tif -MaximumHoleSize 1 -Class 2"));
        HostedResult nothing = session.Run("Optimize-SegLabels specks.tif").NoErrors();
        Assert.Contains("-MajorityRadius", Assert.Single(nothing.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Test_SegModel_holds_strokes_out()
    {
        dynamic result = session.Run("""
            $f = $phantom.Image | Get-SegFeatures -Config (New-SegFeatureConfig 1, 4)
            $d = Get-SegTrainingData $f $phantom.Strokes; $f.Dispose()
            New-SegModel -Trees 5 -Seed 1 | Test-SegModel $d -Folds 3
            """).One();
        Assert.Equal(3, (int)result.Folds);
        double[] folds = [.. ((System.Collections.IEnumerable)result.FoldAccuracy).Cast<double>()];
        Assert.Equal(3, folds.Length);
        Assert.InRange((double)result.Accuracy.OverallAccuracy, folds.Min(), folds.Max());
        Assert.InRange((long)result.Accuracy.PixelCount, 1, session.Strokes.Count(v => v != 0));
    }

    [Fact]
    public void Get_SegLabelSuggestion_points_at_unsure_places_away_from_strokes()
    {
        session.Run("""
            $m = New-SegModel -Trees 10 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
            $r = $phantom.Image | Invoke-SegApply $m -Uncertainty
            $places = @($r | Get-SegLabelSuggestion -Strokes strokes.tif -Count 4 -MinimumArea 4)
            """).NoErrors();
        double average = 1 - session.Run(", $r.Margin").One<float[]>().Average();
        byte[] strokes = session.Strokes;
        double[][] places = [.. session.Run("$places | ForEach-Object { , @($_.Row, $_.Column, $_.Area, $_.Uncertainty, $_.Score) }").All<double[]>()];
        Assert.InRange(places.Length, 1, 4);
        Assert.All(places, p => Assert.Equal(0, strokes[((int)p[0] * PhantomSession.Width) + (int)p[1]]));
        Assert.All(places, p => Assert.True(p[2] >= 4));
        Assert.True(places[0][3] > average, $"{places[0][3]} against an average of {average}");
        Assert.Equal(places.Select(p => p[4]).OrderDescending(), places.Select(p => p[4]));
    }

    [Theory]
    [InlineData("Sidecar", "account.tif.json")]
    [InlineData("Embedded", "account.tif")]
    public void Get_SegProvenance_gives_the_hashes_of_slice_and_model(string mode, string file)
    {
        File.Delete(session.PathOf("account.tif.json"));
        session.Run($$"""
            New-SegModel -Trees 2 | Invoke-SegTraining -Image $phantom.Image -Labels strokes.tif | Export-SegModel account.ndseg -Force
            Import-SegImage slice.tif | Invoke-SegApply account.ndseg | Export-SegLabels account.tif -Provenance {{mode}} -Force
            $account = Get-SegProvenance account.tif
            """).NoErrors();
        Assert.True(File.Exists(session.PathOf(file)));
        Assert.Equal(mode == "Embedded", session.Run("$account.Embedded").One<bool>());
        Assert.Equal(
            new[] { "slice.tif", "account.ndseg" }.Select(f => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(session.PathOf(f))))),
            session.Run("$account.Input.Sha256, $account.Model.Sha256").All<string>().Select(h => h.ToUpperInvariant()));
    }

    private void AssertNear(double[] expected, string script)
    {
        double[] found = session.Run(script).All<double>();
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), p => Assert.Equal(p.First, p.Second, 12));
    }
}
