using NDSeg.Images;
using NDSeg.IO.Figures;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Figures, read back as pixels.</summary>
public sealed class FigureTests : IDisposable
{
    private static readonly SegClass[] Classes = [new(1, 1, "pore", new(200, 0, 0)), new(2, 2, "grain", new(0, 0, 200))];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Panels_have_one_size_and_stand_side_by_side()
    {
        SegImage figure = Draw(new Figure { PanelPixels = 100, Panels = [Grey(10, 20), Grey(20, 20)] });
        // Margins and the gap are 11 and 15.4 pixels for the smallest text.
        Assert.Equal((22 + 100, 22 + 16 + 200), (figure.Height, figure.Width));
        SegImage column = Draw(new Figure { PanelPixels = 100, Columns = 1, Panels = [Grey(10, 20), Grey(20, 20)] });
        Assert.Equal((22 + 16 + 200, 22 + 100), (column.Height, column.Width));
    }

    [Fact]
    public void Grey_values_are_spread_over_the_range_of_what_is_shown()
    {
        var image = new SegImage(1, 4, PixelType.Int16, [new short[] { -300, -100, 100, 700 }]);
        Assert.Equal([0, 51, 102, 255], Row(Draw(new Figure { PanelPixels = 400, Panels = [new ImagePanel(image)] }), 4).Select(p => (int)p.R));
        Assert.Equal([0, 128, 255], Row(Draw(new Figure { PanelPixels = 300, Panels = [new ImagePanel(image) { Crop = new(0, 1, 0, 3) }] }), 3).Select(p => (int)p.R));
        Assert.Equal([0, 0, 128, 255], Row(Draw(new Figure { PanelPixels = 400, Panels = [new ImagePanel(image) { Minimum = -100, Maximum = 300 }] }), 4).Select(p => (int)p.R));
    }

    [Fact]
    public void Colour_images_are_shown_in_colour_and_their_channels_in_grey()
    {
        var image = new SegImage(1, 2, PixelType.UInt8, [new byte[] { 10, 250 }, new byte[] { 20, 0 }, new byte[] { 30, 0 }]);
        Assert.Equal([new(10, 20, 30), new(250, 0, 0)], Row(Draw(new Figure { PanelPixels = 100, Panels = [new ImagePanel(image)] }), 2));
        Assert.Equal([new(255, 255, 255), new(0, 0, 0)], Row(Draw(new Figure { PanelPixels = 100, Panels = [new ImagePanel(image) { Channel = 1 }] }), 2));
    }

    [Fact]
    public void Labels_are_shown_in_their_colours()
    {
        var labels = new SegLabels(1, 3, [2, 0, 1], Classes);
        Assert.Equal([new(0, 0, 200), new(255, 255, 255), new(200, 0, 0)], Row(Draw(new Figure { PanelPixels = 300, Panels = [new LabelPanel(labels)] }), 3));
        Assert.Equal(new RgbColor(9, 9, 9), Row(Draw(new Figure { PanelPixels = 300, Panels = [new LabelPanel(labels) { Unlabelled = new(9, 9, 9) }] }), 3)[1]);
    }

    [Fact]
    public void An_overlay_mixes_labels_into_the_grey_values()
    {
        SegImage image = SegImage.FromBytes(1, 3, [0, 255, 255]);
        var labels = new SegLabels(1, 3, [1, 1, 0], Classes);
        RgbColor[] row = Row(Draw(new Figure { PanelPixels = 300, Panels = [new OverlayPanel(image, labels) { Alpha = 0.25 }] }), 3);
        Assert.Equal([new(50, 0, 0), new(241, 191, 191), new(255, 255, 255)], row);
    }

    [Fact]
    public void A_heat_map_runs_from_dark_to_bright_and_marks_what_is_no_number()
    {
        RgbColor[] row = Row(Draw(new Figure { PanelPixels = 300, Panels = [new HeatPanel(1, 3, [0, float.NaN, 1]) { ScaleBar = false }] }), 3);
        Assert.Equal([new(0, 0, 4), new(128, 128, 128), new(252, 255, 164)], row);
    }

    [Fact]
    public void Reduced_pictures_average_grey_values_and_colours()
    {
        byte[] chequers = [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)(((i % 64) + (i / 64)) % 2 * 200))];
        SegImage grey = Draw(new Figure { PanelPixels = 16, Panels = [new ImagePanel(SegImage.FromBytes(64, 64, chequers)) { Minimum = 0, Maximum = 256 }] });
        Assert.Equal(new RgbColor(100, 100, 100), Pixel(grey, grey.Height / 2, grey.Width / 2));

        byte[] indices = [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)(i % 64 % 4 == 3 ? 2 : 1))];
        SegImage map = Draw(new Figure { PanelPixels = 16, Panels = [new LabelPanel(new SegLabels(64, 64, indices, Classes))] });

        // Three columns of four are red, one is blue: no column is dropped, so no pattern can come of it.
        Assert.Equal(new RgbColor(150, 0, 50), Pixel(map, map.Height / 2, map.Width / 2));
    }

    [Fact]
    public void Single_strokes_survive_reduction()
    {
        byte[] indices = new byte[400 * 400];
        indices[(203 * 400) + 201] = 2;
        SegImage map = Draw(new Figure { PanelPixels = 100, Panels = [new LabelPanel(new SegLabels(400, 400, indices, Classes))] });
        Assert.Contains(Enumerable.Range(0, map.Height * map.Width).Select(i => Pixel(map, i / map.Width, i % map.Width)), p => p == Classes[1].Color);
    }

    [Fact]
    public void Strokes_are_as_wide_as_one_can_see()
    {
        byte[] indices = new byte[700 * 700];
        indices.AsSpan(350 * 700, 700).Fill(2);
        SegImage map = Draw(new Figure { PanelPixels = 700, Panels = [new LabelPanel(new SegLabels(700, 700, indices, Classes))] });
        Assert.InRange(Enumerable.Range(0, map.Height).Count(y => Pixel(map, y, map.Width / 2) == Classes[1].Color), 3, 5);
    }

    [Fact]
    public void A_scale_bar_says_a_round_length_where_the_pixel_size_is_known()
    {
        // 300 columns of 0.5 µm: a fifth is 30, so 20 µm or 40 columns of black plate and white bar.
        var size = new PixelSize(2, 2, 1, "ImageJ=1.54\nunit=um\n");
        byte[] grey = [.. Enumerable.Repeat((byte)120, 300 * 300)];
        var image = new SegImage(300, 300, PixelType.UInt8, [grey], pixelSize: size);
        SegImage figure = Draw(new Figure { PanelPixels = 300, Panels = [new ImagePanel(image) { Minimum = 0, Maximum = 255 }] });
        int bar = Enumerable.Range(0, figure.Height).Max(y => LongestWhite(figure, y));
        Assert.Equal(20.0 / 0.5, bar, 1.0);
        SegImage without = Draw(new Figure { PanelPixels = 300, ScaleBars = false, Panels = [new ImagePanel(image) { Minimum = 0, Maximum = 255 }] });
        Assert.Equal(0, Enumerable.Range(0, without.Height).Max(y => LongestWhite(without, y)));

        static int LongestWhite(SegImage figure, int y)
        {
            int longest = 0;
            for (int x = 15, run = 0; x < figure.Width - 15 && y is > 15 and < 310; x++)
            {
                run = Pixel(figure, y, x) == new RgbColor(255, 255, 255) ? run + 1 : 0;
                longest = Math.Max(longest, run);
            }

            return longest;
        }
    }

    [Fact]
    public void Marks_are_framed_however_small_they_are()
    {
        RgbColor mark = new(0xD0, 0x00, 0x6F);
        int Marked(params FigureMark[] marks)
        {
            SegImage figure = Draw(new Figure { PanelPixels = 300, Panels = [Grey(3000, 3000) with { Marks = marks }] });
            return Enumerable.Range(0, figure.Height * figure.Width).Count(i => Pixel(figure, i / figure.Width, i % figure.Width) == mark);
        }

        Assert.Equal(0, Marked());
        Assert.InRange(Marked(new FigureMark(1500, 1500, 2, 2, "1")), 100, 1000);
        Assert.True(Marked(new FigureMark(1500, 1500, 2, 2, "1"), new FigureMark(2999, 2999, 1, 1, "12")) > Marked(new FigureMark(1500, 1500, 2, 2, "1")));
    }

    [Fact]
    public void Long_titles_wrap_between_words_and_within_long_ones()
    {
        int Height(string title) => Draw(new Figure { PanelPixels = 200, Title = title, Panels = [Grey(10, 10)] }).Height;
        int one = Height("short");
        Assert.True(Height("several words that do not fit into one line of the figure") >= one + 14);
        Assert.True(Height("a_file_name_without_a_single_space_that_is_too_long.tif") >= one + 14);
    }

    [Fact]
    public void SVG_and_PDF_keep_text_as_lines()
    {
        var figure = new Figure { PanelPixels = 100, Panels = [Grey(10, 10) with { Title = "Title" }] };
        FigureWriter.Write(folder["a.svg"], figure);
        System.Xml.Linq.XDocument svg = System.Xml.Linq.XDocument.Load(folder["a.svg"]);
        Assert.Equal("svg", svg.Root!.Name.LocalName);
        Assert.Equal(5, svg.Descendants().Count(e => e.Name.LocalName == "path"));
        FigureWriter.Write(folder["a.pdf"], figure);
        byte[] pdf = File.ReadAllBytes(folder["a.pdf"]);
        Assert.StartsWith("%PDF-", System.Text.Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        Assert.Contains("%%EOF", System.Text.Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void Titles_legends_and_scale_bars_take_room_and_hold_ink()
    {
        var labels = new SegLabels(10, 10, new byte[100], Classes);
        SegImage plain = Draw(new Figure { PanelPixels = 300, Panels = [new LabelPanel(labels)] });
        SegImage titled = Draw(new Figure { PanelPixels = 300, Panels = [new LabelPanel(labels) { Title = "Total Compute Time: 1.25s\nXGBoost", Legend = true }] });
        Assert.True(titled.Height > plain.Height + 30);
        Assert.InRange(Ink(titled) - Ink(plain), 200, 20_000);
        Assert.Contains(Enumerable.Range(0, titled.Height * titled.Width).Select(i => Pixel(titled, i / titled.Width, i % titled.Width)), p => p == Classes[1].Color);

        SegImage heat = Draw(new Figure { PanelPixels = 300, Title = "All of it", Panels = [new HeatPanel(1, 1, [1])] });
        Assert.True(heat.Height > plain.Height + 40);
    }

    [Fact]
    public void A_long_name_leaves_room_for_its_share()
    {
        // The same first row and name; only the counts below it differ.
        byte[] Legend(int pixels)
        {
            var labels = new SegLabels(10, 20, [.. Enumerable.Range(0, 200).Select(i => (byte)(i >= 200 - pixels ? 1 : 0))], [new(1, 1, string.Join(' ', Enumerable.Repeat("electrolyte", 9)), new RgbColor(200, 0, 0))]);
            SegImage figure = Draw(new Figure { PanelPixels = 300, Panels = [new LabelPanel(labels) { Legend = true, Crop = new FigureCrop(0, 1, 0, 20) }] });
            return [.. Enumerable.Range(0, figure.Height * figure.Width).Select(i => Pixel(figure, i / figure.Width, i % figure.Width).R)];
        }

        Assert.NotEqual(Legend(3), Legend(8));
        Assert.Equal(Legend(3), Legend(3));
    }

    [Fact]
    public void Characters_without_letters_are_named()
    {
        var labels = new SegLabels(1, 2, [1, 1], [new(1, 1, "孔 a", new RgbColor(1, 2, 3))]);
        var figure = new Figure { Title = "µm – é\nЖ", Panels = [new LabelPanel(labels) { Legend = true, Title = "孔" }, new LabelPanel(labels) { Title = "😀" }] };
        Assert.Equal("孔 😀 Ж", FigureWriter.MissingCharacters(figure));
        Assert.Equal(string.Empty, FigureWriter.MissingCharacters(new Figure { Title = "µm – é\r\nÄ", Panels = [new LabelPanel(labels)] }));
    }

    [Fact]
    public void Every_printable_character_leaves_ink_or_is_a_space()
    {
        SegImage Of(string text) => Draw(new Figure { PanelPixels = 1000, Panels = [new ImagePanel(SegImage.FromBytes(1, 100, new byte[100])) { Title = text, Minimum = -2, Maximum = -1 }] });
        long none = Ink(Of(" "));
        for (char c = '!'; c <= '~'; c++)
        {
            Assert.True(Ink(Of(c.ToString())) > none + 3, $"'{c}' is not drawn.");
        }
    }

    [Fact]
    public void A_character_without_strokes_is_a_box_with_its_code_point()
    {
        byte[] Ink(string text) => Draw(new Figure { PanelPixels = 400, Panels = [new ImagePanel(SegImage.FromBytes(1, 100, new byte[100])) { Title = text, Minimum = -2, Maximum = -1 }] }).SampleBytes(0).ToArray();
        Assert.NotEqual(Ink("\u4E2D"), Ink("\u6587"));
        Assert.NotEqual(Ink("\U0001F600"), Ink("\U0001F601"));
        Assert.Equal(Ink("\uD83D"), Ink("\uFFFD"));
    }

    [Fact]
    public void Equal_figures_give_equal_files()
    {
        Draw(new Figure { Title = "x", Panels = [Grey(30, 40)] }, "a.png");
        Draw(new Figure { Title = "x", Panels = [Grey(30, 40)] }, "b.png");
        Assert.Equal(File.ReadAllBytes(folder["a.png"]), File.ReadAllBytes(folder["b.png"]));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_and_leaves_no_file()
    {
        void Refused(string id, Figure figure, string name = "x.png") => Assert.Equal(id, Assert.Throws<SegException>(() => FigureWriter.Write(folder[name], figure)).Id);
        Refused("InvalidFigure", new Figure { Panels = [] });
        Refused("InvalidFigure", new Figure { Panels = [Grey(10, 10) with { Crop = new(0, 11, 0, 10) }] });
        Refused("InvalidFigure", new Figure { Panels = [Grey(10, 10) with { Crop = new(5, 5, 0, 10) }] });
        Refused("InvalidFigure", new Figure { Panels = [Grey(10, 10) with { Channel = 1 }] });
        Refused("InvalidFigure", new Figure { Panels = [new OverlayPanel(SegImage.FromBytes(1, 2, [1, 2]), new SegLabels(2, 1, [1, 2], Classes))] });
        Refused("UnknownFormat", new Figure { Panels = [Grey(10, 10)] }, "x.gif");
        Assert.Empty(folder.Names);
        folder.Write("x.png", [1]);
        Refused("TargetExists", new Figure { Panels = [Grey(10, 10)] });
        Assert.Equal([1], File.ReadAllBytes(folder["x.png"]));
    }

    private static ImagePanel Grey(int height, int width) => new(SegImage.FromBytes(height, width, [.. Enumerable.Range(0, height * width).Select(i => (byte)i)]));

    private SegImage Draw(Figure figure, string name = "figure.png")
    {
        FigureWriter.Write(folder[name], figure, overwrite: true);
        return ImageReader.Read(folder[name]).Single();
    }

    private static RgbColor Pixel(SegImage image, int y, int x)
    {
        int i = (y * image.Width) + x;
        return new RgbColor(image.Samples<byte>(0)[i], image.Samples<byte>(1)[i], image.Samples<byte>(2)[i]);
    }

    /// <summary>The middles of the cells of a one-row picture that fills the width between the margins.</summary>
    private static RgbColor[] Row(SegImage figure, int cells)
    {
        int margin = 11;
        double cell = (figure.Width - (2.0 * margin)) / cells;
        return [.. Enumerable.Range(0, cells).Select(c => Pixel(figure, figure.Height / 2, (int)(margin + ((c + 0.5) * cell))))];
    }

    private static long Ink(SegImage image) => image.Samples<byte>(0).ToArray().LongCount(v => v < 200);
}
