using NDSeg.IO.Figures;
using NDSeg.Images;
using NDSeg.Quality;

namespace NDSeg.IO.Report;

/// <summary>The sections of a report.</summary>
internal sealed class ReportBody(HtmlPage page, ReportSample sample, CancellationToken cancellation)
{
    private const int ImportantMaps = 20;

    public void Write()
    {
        page.Write($"<p class=\"faint\">{sample.Volume?.Shape ?? sample.Labels.Shape} {sample.Unit}s · {(sample.Volume is null ? sample.Labels.Source : sample.Labels.Source with { SliceIndex = null })} · {sample.Written:yyyy-MM-dd HH:mm:ss zzz}</p>\n");
        Tiles();
        Viewer();
        Phases();
        Accuracy();
        if (sample.Objects.Count > 0)
        {
            new ObjectSection(page, sample).Write();
        }

        Importance();
        Provenance();
    }

    private void Tiles()
    {
        page.Write($"<div class=\"tiles\">");
        foreach (SegPhase phase in sample.Phases.OrderByDescending(p => p.Fraction).Take(3))
        {
            Tile($"{phase.Class}", phase.Fraction.ToString("P1", System.Globalization.CultureInfo.InvariantCulture));
        }

        if (sample.Accuracy is SegAccuracy accuracy)
        {
            Tile("mean IoU", Number(accuracy.MeanIoU, "F3"));
            Tile("accuracy", Number(accuracy.OverallAccuracy, "F3"));
        }

        if (sample.Uncertainty is { } map)
        {
            Tile($"mean {sample.UncertaintyName}", Number(map.Average(v => (double)v), "F3"));
        }

        if (sample.Objects.Count > 0)
        {
            Tile("objects", Number(sample.Objects.Count, "N0"));
        }

        page.Write($"</div>\n");
    }

    private void Tile(string name, string value) => page.Write($"<div class=\"tile\"><b>{value}</b><span class=\"faint\">{name}</span></div>");

    private void Viewer()
    {
        List<(string Name, string Data)> layers = Layers();
        cancellation.ThrowIfCancellationRequested();
        (int height, int width) = sample.Volume is { } volume ? PanelPainter.SizeOf(volume.Layers[0].Value) : (sample.Labels.Height, sample.Labels.Width);
        bool small = ReportPictures.SizeOf(height, width).Height > height;
        FigurePanel? image = sample.Volume is null ? sample.Image is null ? null : new ImagePanel(sample.Image) : sample.Volume.Image;
        string below = image is null ? layers[0].Data : ReportPictures.DataOf(image, photograph: !small);
        page.Write($"<h2>Image and labels</h2><div><div class=\"controls\">");
        page.Write($"<label>Divide <input type=\"range\" class=\"place\" min=\"0\" max=\"100\" value=\"50\" aria-label=\"Where the labels begin, in percent of the width\"></label>");
        page.Write($"<label>Opacity <input type=\"range\" class=\"opacity\" min=\"0\" max=\"100\" value=\"100\" aria-label=\"Opacity of the labels in percent\"></label><fieldset>");
        for (int i = 0; i < layers.Count; i++)
        {
            page.Write($"<label><input type=\"radio\" name=\"layer\" ");
            page.WriteOwn(i == 0 ? "checked>" : ">");
            page.Write($"{layers[i].Name}</label>");
        }

        page.Write($"</fieldset></div><div class=\"viewer");
        page.WriteOwn(small ? " small" : string.Empty);
        page.Write($"\"><img alt=\"Image of {sample.Title}\" src=\"{below}\">");
        for (int i = 0; i < layers.Count; i++)
        {
            page.Write($"<img class=\"layer\" alt=\"{layers[i].Name} of {sample.Title}\" src=\"{layers[i].Data}\"");
            page.WriteOwn(i == 0 ? ">" : " hidden>");
        }

        page.Write($"<div class=\"edge\"></div></div></div>\n");
        if (sample.Volume is not null)
        {
            page.Write($"<p class=\"faint\">Three sections through the middle of the volume: a slice (x, y), right of it z and y, below it x and z.</p>\n");
        }

        if (sample.Uncertainty is not null)
        {
            page.Write($"<p class=\"faint\">In the picture of the {sample.UncertaintyName} black is certain (0) and pale yellow undecided (1).</p>\n");
        }
    }

    // Labels first; the layers that the image of the viewer can be covered with.
    private List<(string Name, string Data)> Layers()
    {
        if (sample.Volume is { } volume)
        {
            return [.. volume.Layers.Select(layer => (layer.Key, ReportPictures.DataOf(layer.Value, photograph: false)))];
        }

        List<(string Name, string Data)> layers = [("labels", ReportPictures.DataOf(new LabelPanel(sample.Labels), photograph: false))];
        if (sample.Truth is SegLabels truth)
        {
            layers.Add(("truth", ReportPictures.DataOf(new LabelPanel(truth), photograph: false)));
            layers.Add(("errors", ReportPictures.DataOf(new LabelPanel(ErrorMap.Of(sample.Labels, truth)), photograph: false)));
        }

        if (sample.ObjectMap is SegLabels objects)
        {
            layers.Add(("objects", ReportPictures.DataOf(new LabelPanel(objects), photograph: false)));
        }

        if (sample.Uncertainty is { } map)
        {
            layers.Add((sample.UncertaintyName, ReportPictures.DataOf(new HeatPanel(sample.Labels.Height, sample.Labels.Width, map) { Minimum = 0, Maximum = 1 }, photograph: true)));
        }

        return layers;
    }

    private void Phases()
    {
        if (sample.Phases.Count == 0)
        {
            return;
        }

        bool areas = sample.Phases.Any(p => p.Area is not null || p.Volume is not null);
        page.Write($"<h2>Phases</h2><div class=\"wide\"><table><tr><th>Class</th><th class=\"n\">Value</th><th class=\"n\">{sample.UnitHeading}</th>");
        page.WriteOwn(areas ? "<th class=\"n\">Size</th>" : string.Empty);
        page.Write($"<th class=\"n\">Fraction</th><th></th></tr>\n");
        foreach (SegPhase phase in sample.Phases)
        {
            page.Write($"<tr><td>");
            Charts.Swatch(page, phase.Color);
            page.Write($"{phase.Class}</td><td class=\"n\">{phase.Value}</td><td class=\"n\">{phase.Pixels:N0}</td>");
            if (areas)
            {
                page.Write($"<td class=\"n\">{phase.Area ?? phase.Volume:G5} {(phase.LengthUnit is null ? string.Empty : phase.LengthUnit + (phase.Area is null ? "³" : "²"))}</td>");
            }

            page.Write($"<td class=\"n\">{phase.Fraction:P2}</td><td>");
            Charts.Bar(page, phase.Fraction, phase.Color);
            page.Write($"</td></tr>\n");
        }

        page.Write($"</table></div>\n");
    }

    private void Accuracy()
    {
        if (sample.Accuracy is not SegAccuracy accuracy)
        {
            return;
        }

        page.Write($"<h2>Accuracy</h2><p>Mean IoU {Number(accuracy.MeanIoU, "F4")}, mean Dice {Number(accuracy.MeanDice, "F4")}, accuracy {Number(accuracy.OverallAccuracy, "F4")}, kappa {Number(accuracy.Kappa, "F4")} over {accuracy.PixelCount:N0} {sample.Unit}s with a truth.</p>");
        page.Write($"<div class=\"wide\"><table><tr><th>Class</th><th class=\"n\">Truth {sample.Unit}s</th><th class=\"n\">IoU</th><th class=\"n\">Dice</th><th class=\"n\">Precision</th><th class=\"n\">Recall</th></tr>\n");
        foreach (ClassAccuracy one in accuracy.Classes)
        {
            page.Write($"<tr><td>{one.Class}</td><td class=\"n\">{one.Support:N0}</td><td class=\"n\">{Number(one.IoU, "F4")}</td><td class=\"n\">{Number(one.Dice, "F4")}</td><td class=\"n\">{Number(one.Precision, "F4")}</td><td class=\"n\">{Number(one.Recall, "F4")}</td></tr>\n");
        }

        page.Write($"</table></div><p class=\"faint\">Confusion matrix in percent of the truth: rows are the truth, columns the labels.</p><div class=\"wide\"><table><tr><th></th>");
        foreach (ClassAccuracy one in accuracy.Classes)
        {
            page.Write($"<th class=\"n\">{one.Class}</th>");
        }

        page.Write($"<th class=\"n\">unlabelled</th></tr>\n");
        long[,] confusion = accuracy.GetConfusionMatrix();
        for (int t = 0; t < accuracy.Classes.Count; t++)
        {
            page.Write($"<tr><th>{accuracy.Classes[t].Class}</th>");
            for (int p = 0; p <= accuracy.Classes.Count; p++)
            {
                long support = accuracy.Classes[t].Support;
                double share = support > 0 ? (double)confusion[t, p] / support : 0;
                page.Write($"<td class=\"c s{(int)Math.Round(10 * share)}{(t == p ? " d" : string.Empty)}\" title=\"{confusion[t, p]:N0} {sample.Unit}s\">{(support > 0 ? Number(100 * share, "F1") : "–")}</td>");
            }

            page.Write($"</tr>\n");
        }

        page.Write($"</table></div>\n");
    }

    private void Importance()
    {
        if (sample.Importance.Count == 0)
        {
            return;
        }

        double most = Math.Max(sample.Importance.Max(m => m.Share), double.Epsilon);
        page.Write($"<h2>Feature importance</h2><p class=\"faint\">The {Math.Min(ImportantMaps, sample.Importance.Count)} most useful of {sample.Importance.Count} maps.</p><div class=\"wide\"><table><tr><th>Map</th><th class=\"n\">Share</th><th></th></tr>\n");
        foreach (MapShare map in sample.Importance.Take(ImportantMaps))
        {
            page.Write($"<tr><td>{map.Name}</td><td class=\"n\">{map.Share:P2}</td><td>");
            Charts.Bar(page, map.Share / most, null);
            page.Write($"</td></tr>\n");
        }

        page.Write($"</table></div>\n");
    }

    private void Provenance()
    {
        if (sample.Facts.Count > 0)
        {
            page.Write($"<h2>How it was made</h2><div class=\"wide\"><table>");
            foreach ((string name, string value) in sample.Facts)
            {
                page.Write($"<tr><th>{name}</th><td>{value}</td></tr>\n");
            }

            page.Write($"</table></div>");
        }

        if (sample.Provenance is not null)
        {
            page.Write($"<details><summary>Provenance</summary><pre>{sample.Provenance}</pre></details>\n");
        }
    }

    private static string Number(double value, string format) => double.IsNaN(value) ? "–" : value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
