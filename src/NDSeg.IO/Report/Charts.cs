using System.Globalization;

namespace NDSeg.IO.Report;

/// <summary>Charts as plain SVG: they need no library, scale with the page and print well.</summary>
internal static class Charts
{
    /// <summary>A square of a colour.</summary>
    public static void Swatch(HtmlPage page, string color)
        => page.Write($"<svg class=\"swatch\" viewBox=\"0 0 1 1\" aria-hidden=\"true\"><rect width=\"1\" height=\"1\" fill=\"{color}\"/></svg>");

    /// <summary>A bar of a share from 0 to 1; without a colour in that of the page.</summary>
    public static void Bar(HtmlPage page, double share, string? color)
    {
        double width = Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1) * 100;
        page.Write($"<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect height=\"1\" width=\"{width:0.###}\" ");
        if (color is null)
        {
            page.Write($"class=\"fill\"/></svg>");
        }
        else
        {
            page.Write($"fill=\"{color}\"/></svg>");
        }
    }

    /// <summary>Shares side by side in one bar.</summary>
    public static void Stack(HtmlPage page, IReadOnlyList<(double Share, string Color, string Name)> parts)
    {
        string said = string.Join(", ", parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Share:P2}")));
        page.Write($"<svg class=\"stack\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{said}\">");
        double at = 0;
        foreach ((double share, string color, string name) in parts)
        {
            double width = Math.Clamp(share, 0, 1) * 100;
            page.Write($"<rect x=\"{at:0.###}\" width=\"{width:0.###}\" height=\"1\" fill=\"{color}\"><title>{name}: {share:P2}</title></rect>");
            at += width;
        }

        page.Write($"</svg>");
    }

    /// <summary>A histogram: counts of neighbouring ranges, with texts below some of their borders.</summary>
    public static void Histogram(HtmlPage page, IReadOnlyList<int> counts, IReadOnlyList<(int Border, string Text)> texts, string caption)
    {
        const int Width = 720;
        const int Height = 180;
        int most = Math.Max(1, counts.Max());
        double step = (double)Width / counts.Count;
        page.Write($"<svg class=\"chart\" width=\"{Width + 60}\" height=\"{Height + 50}\" viewBox=\"-50 -10 {Width + 70} {Height + 55}\" role=\"img\" aria-label=\"{caption}\">");
        for (int i = 0; i < counts.Count; i++)
        {
            double height = (double)counts[i] / most * Height;
            page.Write($"<rect class=\"fill\" x=\"{i * step:0.##}\" y=\"{Height - height:0.##}\" width=\"{step - 1:0.##}\" height=\"{height:0.##}\"><title>{counts[i]}</title></rect>");
        }

        page.Write($"<line class=\"axis\" x1=\"0\" x2=\"{Width}\" y1=\"{Height}\" y2=\"{Height}\"/><text x=\"-6\" y=\"4\" text-anchor=\"end\">{most}</text><text x=\"-6\" y=\"{Height}\" text-anchor=\"end\">0</text>");
        foreach ((int border, string text) in texts)
        {
            page.Write($"<text x=\"{border * step:0.##}\" y=\"{Height + 16}\" text-anchor=\"middle\">{text}</text>");
        }

        page.Write($"<text x=\"{Width / 2}\" y=\"{Height + 36}\" text-anchor=\"middle\">{caption}</text></svg>\n");
    }

    /// <summary>Shares over a series of samples: one line per class; gaps where a sample lacks it.</summary>
    public static void Trend(HtmlPage page, IReadOnlyList<(string Name, string Color, double?[] Shares)> lines, string first, string last)
    {
        const int Width = 900;
        const int Height = 240;
        page.Write($"<svg class=\"chart\" width=\"{Width + 80}\" height=\"{Height + 45}\" viewBox=\"-50 -12 {Width + 80} {Height + 45}\" role=\"img\" aria-label=\"Fraction of every class, sample by sample\">");
        for (int tick = 0; tick <= 4; tick++)
        {
            double y = Height * (1 - (tick / 4.0));
            page.Write($"<line class=\"axis\" x1=\"0\" x2=\"{Width}\" y1=\"{y:0.##}\" y2=\"{y:0.##}\"/><text x=\"-6\" y=\"{y + 4:0.##}\" text-anchor=\"end\">{25 * tick} %</text>");
        }

        foreach ((string name, string color, double?[] shares) in lines)
        {
            double X(int i) => shares.Length == 1 ? Width / 2.0 : (double)i / (shares.Length - 1) * Width;
            string path = string.Empty;
            bool pen = false;
            for (int i = 0; i < shares.Length; i++)
            {
                if (shares[i] is not double share)
                {
                    pen = false;
                    continue;
                }

                double y = Height * (1 - Math.Clamp(share, 0, 1));
                path += string.Create(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{X(i):0.##} {y:0.##}");
                pen = true;
                page.Write($"<circle cx=\"{X(i):0.##}\" cy=\"{y:0.##}\" r=\"3\" fill=\"{color}\"><title>{name}: {share:P2}</title></circle>");
            }

            page.Write($"<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>");
        }

        page.Write($"<text x=\"0\" y=\"{Height + 20}\">{first}</text><text x=\"{Width}\" y=\"{Height + 20}\" text-anchor=\"end\">{last}</text></svg>\n");
    }
}
