using Microsoft.Playwright;
using NDSeg.Images;
using NDSeg.IO;
using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>The page in a real browser: what is painted with the mouse is what is seen, learned and saved.</summary>
public sealed class PainterPageTests
{
    [BrowserFact]
    public async Task Mouse_strokes_are_shown_learned_and_saved_as_painted()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(400, 600)));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        await page.EvaluateAsync("() => painter.pen.setSize(5)");
        await BrowserPage.Drag(page, (60, 60), (200, 60), (200, 120));
        await BrowserPage.Settled(page);
        string before = await Overlay(page);
        Assert.Contains("second class", await page.TextContentAsync("#model"), StringComparison.Ordinal);

        await page.Keyboard.PressAsync("2");
        Assert.Equal("true", await page.GetAttributeAsync("#classes li:nth-child(2)", "aria-checked"));
        await BrowserPage.Drag(page, (350, 300), (355, 305));
        await BrowserPage.Settled(page);
        Assert.NotEqual(before, await Overlay(page));

        byte[] seen = await BrowserPage.Seen(page, 400, 600);
        await page.ClickAsync("#save");
        await page.WaitForFunctionAsync("() => painter.state.news.saved");
        byte[] saved = LabelReader.Read(painter.OutFile).Bytes.ToArray();
        Assert.Equal(seen, saved);
        Assert.Equal(1, saved[(60 * 600) + 100]);
        Assert.Equal(1, saved[(62 * 600) + 100]);
        Assert.Equal(0, saved[(64 * 600) + 100]);
        Assert.Equal(2, saved[(302 * 600) + 352]);
        Assert.InRange(saved.Count(b => b == 1), 5 * 190, 5 * 215);
        Assert.Empty(browser.Errors);
    }

    [BrowserFact]
    public async Task Undo_redo_eraser_polygon_and_classes()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(300, 300)));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        await BrowserPage.Drag(page, (50, 50), (150, 50));
        await page.WaitForFunctionAsync("() => painter.state.news.painted > 0");
        int painted = await Painted(page);
        await page.Keyboard.PressAsync("Control+z");
        await page.WaitForFunctionAsync("() => painter.state.news.painted === 0");
        Assert.All(await BrowserPage.Seen(page, 300, 300), b => Assert.Equal(0, b));
        await page.ClickAsync("#redo");
        await page.WaitForFunctionAsync($"() => painter.state.news.painted === {painted}");

        await page.Keyboard.PressAsync("e");
        await BrowserPage.Drag(page, (100, 30), (100, 80));
        await page.WaitForFunctionAsync($"() => painter.state.news.painted < {painted}");

        await page.ClickAsync("#add-class");
        await page.WaitForFunctionAsync("() => painter.state.news.classes.length === 3");
        await page.FillAsync("#classes li:nth-child(3) input[type=text]", "pore");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => painter.state.news.classes[2].name === 'pore'");
        await page.Keyboard.PressAsync("p");
        foreach ((double x, double y) in new[] { (200.0, 200.0), (250.0, 200.0), (250.0, 250.0), (200.0, 250.0) })
        {
            (float u, float v) = await BrowserPage.Place(page, x, y);
            await page.Mouse.ClickAsync(u, v);
        }

        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => painter.state.news.classes[2].pixels > 0");
        byte[] seen = await BrowserPage.Seen(page, 300, 300);
        await page.Keyboard.PressAsync("Control+s");
        await page.WaitForFunctionAsync("() => painter.state.news.saved");
        SegLabels labels = LabelReader.Read(painter.OutFile);
        byte[] saved = [.. labels.Bytes.ToArray().Select(b => b == 0 ? (byte)0 : (byte)labels.Classes[b - 1].Value)];
        Assert.Equal(seen, saved);
        Assert.Equal(0, saved[(50 * 300) + 100]);
        Assert.Equal(1, saved[(50 * 300) + 60]);
        Assert.Equal(3, saved[(225 * 300) + 225]);
        Assert.InRange(saved.Count(b => b == 3), 50 * 50, 52 * 52);
        Assert.Empty(browser.Errors);
    }

    [BrowserFact]
    public async Task Everything_works_by_keys_alone()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(300, 300)));
        await using BrowserPage browser = await BrowserPage.Start(scheme: ColorScheme.Dark);
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        async Task Line()
        {
            await page.Keyboard.PressAsync(" ");
            for (int i = 0; i < 5; i++)
            {
                await page.Keyboard.PressAsync("Shift+ArrowRight");
            }

            await page.Keyboard.PressAsync("Enter");
        }

        await Line();
        await page.Keyboard.PressAsync("2");
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await Line();
        await BrowserPage.Settled(page);
        await page.WaitForFunctionAsync("() => painter.state.news.classes.every(c => c.pixels > 100) && painter.state.news.model");
        double zoom = await page.EvaluateAsync<double>("() => painter.view.zoom");
        await page.Keyboard.PressAsync("+");
        Assert.True(await page.EvaluateAsync<double>("() => painter.view.zoom") > zoom);
        await page.Keyboard.PressAsync("l");
        Assert.Equal("false", await page.GetAttributeAsync("#labels", "aria-pressed"));
        await page.Keyboard.PressAsync("l");
        await page.Keyboard.PressAsync("u");
        await page.WaitForFunctionAsync("() => [...painter.view.doubt.entries.values()].some(e => e.samples?.byteLength > 1)");
        await page.Keyboard.PressAsync("n");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('#suggestions button').length > 0 || document.querySelector('#hint').textContent.includes('sure')");
        await browser.Shot("keys-dark");
        await page.Keyboard.PressAsync("?");
        await browser.Shot("keys-help");
        Assert.True(await page.IsVisibleAsync("#keys"));
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+s");
        await page.WaitForFunctionAsync("() => painter.state.news.saved");
        Assert.Equal(2, LabelReader.Read(painter.OutFile).Classes.Count);

        // Every control says what it is.
        string[] nameless = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('button, input, [role]')].filter(e => !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.textContent.trim() || e.labels?.length || e.getAttribute('role') === 'status')).map(e => e.outerHTML)");
        Assert.Empty(nameless);
        Assert.Empty(browser.Errors);
    }

    [BrowserFact]
    public async Task Slices_of_a_volume_have_strokes_of_their_own()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(200, 200), Pictures.Discs(200, 200, 2), Pictures.Discs(200, 200, 3)));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        await BrowserPage.Drag(page, (50, 50), (150, 50));
        await page.Keyboard.PressAsync("PageDown");
        await page.WaitForFunctionAsync("() => painter.view.slice === 1 && painter.view.sliceInfo");
        await page.Keyboard.PressAsync("2");
        await BrowserPage.Drag(page, (50, 100), (150, 100));
        await BrowserPage.Settled(page);
        await page.ClickAsync("#save");
        await page.WaitForFunctionAsync("() => painter.state.news.saved");
        SegLabels[] labels = [.. LabelReader.ReadAll(painter.OutFile)];
        Assert.True(labels[0][50, 100] == 1 && labels[0][100, 100] == 0);
        Assert.True(labels[1][50, 100] == 0 && labels[1][100, 100] == 2);
        Assert.All(labels[2].Bytes.ToArray(), b => Assert.Equal(0, b));
    }

    [BrowserFact]
    public async Task A_picture_of_16384_by_16384_is_painted_and_saved()
    {
        const int Edge = 16384;
        var samples = new byte[Edge * Edge];
        SegImage small = Pictures.Discs(1024, 1024);
        Parallel.For(0, Edge, y =>
        {
            for (int x = 0; x < Edge; x += 1024)
            {
                small.Samples<byte>(0).Slice((y % 1024) * 1024, 1024).CopyTo(samples.AsSpan((y * Edge) + x));
            }
        });
        using var painter = new Painter(Pictures.Slices(SegImage.FromBytes(Edge, Edge, samples)));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        await BrowserPage.Loaded(page);
        Assert.True(await page.EvaluateAsync<int>("() => painter.view.level") >= 4);
        await page.EvaluateAsync("() => painter.view.goTo(16000, 16100, 1)");
        await BrowserPage.Loaded(page);
        await BrowserPage.Drag(page, (15990, 16000), (16010, 16000));
        await page.Keyboard.PressAsync("2");
        await BrowserPage.Drag(page, (16000, 16030), (16020, 16035));
        await page.WaitForFunctionAsync("() => painter.state.news.latency.view !== null && !painter.state.news.busy", null, new PageWaitForFunctionOptions { Timeout = 60_000 });
        Console.WriteLine("16384 x 16384, first labels: " + await page.EvaluateAsync<string>("() => JSON.stringify(painter.state.news.latency)"));
        await browser.Shot("large");
        await page.ClickAsync("#save");
        await page.WaitForFunctionAsync("() => painter.state.news.saved", null, new PageWaitForFunctionOptions { Timeout = 60_000 });
        SegLabels labels = LabelReader.Read(painter.OutFile);
        Assert.Equal(1, labels[16000, 16000]);
        Assert.Equal(2, labels[16032, 16010]);
        Assert.Equal(await Painted(page), labels.CountPixels().Skip(1).Sum());
        Assert.Empty(browser.Errors);
    }

    private static Task<int> Painted(IPage page) => page.EvaluateAsync<int>("() => painter.state.news.painted");

    // A sum over the pixels of the picture, to see whether it changed.
    private static async Task<string> Overlay(IPage page)
    {
        await page.WaitForTimeoutAsync(200);
        return await page.EvaluateAsync<string>(
            "() => { const c = painter.view.canvas; const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let h = 0; for (let i = 0; i < d.length; i += 4) h = (h * 31 + d[i] + 7 * d[i + 1] + 13 * d[i + 2]) | 0; return String(h); }");
    }
}
