using System.Globalization;
using Microsoft.Playwright;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Paint.Slices;
using NDSeg.TestData;
using NDSeg.Training;
using Xunit;
using Xunit.Abstractions;

namespace NDSeg.Paint.Tests;

/// <summary>
/// Real images, and how long it takes from the end of a stroke to labels of all that is visible, as the page sees it. The times
/// are printed, not asserted; NDSEG_PAINT_SHOTS names a folder for screenshots.
/// </summary>
public sealed class RealImageTests(ITestOutputHelper output)
{
    private static readonly (double X, double Y)[][] BatteryStrokes = [[(700, 165), (790, 160)], [(900, 900), (960, 940)], [(30, 30), (120, 60)]];

    [BrowserFact]
    public async Task Battery()
    {
        if (SharedData.Root is not null)
        {
            using SliceSource slices = Pictures.Shared("data/battery/Battery_21700.tif");
            await Paint("battery", slices, ["casing", "layers", "outside"], BatteryStrokes);
        }
    }

    [BrowserFact]
    public async Task Battery_extended()
    {
        if (SharedData.Root is not null)
        {
            using SliceSource slices = Pictures.Shared("data/battery/Battery_21700.tif");
            await Paint("battery-extended", slices, ["casing", "layers", "outside"], BatteryStrokes, change: o => o with
            {
                Config = FeaturePresets.Find("Extended"),
                Untrained = new SegModel(new ModelParameters("MixedForest")),
            });
        }
    }

    [BrowserFact]
    public async Task Alloy()
    {
        if (SharedData.Root is not null)
        {
            using SliceSource slices = Pictures.Shared("data/truth/alloy_0_image.tif");
            await Paint("alloy", slices, ["matrix", "phase"], [[(60, 60), (120, 90)], [(200, 160), (260, 200)], [(300, 60), (340, 100)]]);
        }
    }

    [BrowserFact]
    public async Task Large()
    {
        SegImage image = Pictures.Discs(4096, 4096);
        using SliceSource slices = Pictures.Slices(image);
        await Paint("4096", slices, ["ground", "disc"], [[(1990, 1984), (1984, 2000)], [(2010, 2016), (2020, 2020)], [(2050, 1986), (2060, 1986)]], zoom: 1);
    }

    private async Task Paint(string name, SliceSource slices, string[] classes, (double X, double Y)[][] strokes, double? zoom = null, Func<PaintOptions, PaintOptions>? change = null)
    {
        using var folder = new TemporaryFolder();
        var options = new PaintOptions { Slices = slices, OutFile = folder.File("strokes.tif"), ClassNames = classes };
        using var server = new PaintServer(change is null ? options : change(options));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(server);
        IPage page = browser.Page;
        if (zoom is double closer)
        {
            await page.EvaluateAsync("zoom => painter.view.goTo(painter.view.x, painter.view.y, zoom)", closer);
        }

        await BrowserPage.Loaded(page);
        await browser.Shot(name + "-before");
        for (int i = 0; i < strokes.Length; i++)
        {
            await page.Keyboard.PressAsync((1 + (i % classes.Length)).ToString(CultureInfo.InvariantCulture));
            await BrowserPage.Drag(page, strokes[i]);
            await BrowserPage.Labelled(page);
        }

        await BrowserPage.Loaded(page);
        await browser.Shot(name + "-after");
        var times = new List<double>();
        var processor = new List<double>();
        for (int i = 0; i < 5; i++)
        {
            await page.EvaluateAsync(Watch);
            await page.Keyboard.PressAsync((1 + (i % classes.Length)).ToString(CultureInfo.InvariantCulture));
            (double x, double y) = strokes[i % classes.Length][0];
            await BrowserPage.Settled(page);
            TimeSpan before = Environment.CpuUsage.TotalTime;
            await BrowserPage.Drag(page, (x + 12, y + 20 + (12 * i)), (x + 40, y + 20 + (12 * i)));
            times.Add(await page.EvaluateAsync<double>("() => painter.repainted"));
            processor.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            await BrowserPage.Labelled(page);
        }

        string Text(List<double> values) => string.Join(", ", values.Select(v => v.ToString("0", CultureInfo.InvariantCulture)));
        output.WriteLine($"{name}: stroke to repainted labels {Text(times)} ms; processor time of the server {Text(processor)} ms; its own clock {await page.EvaluateAsync<string>("() => JSON.stringify(painter.state.news.latency)")}");
        Assert.Empty(browser.Errors);
    }

    // From the end of the stroke until the state says that all that is visible has labels of it, and the next picture is drawn.
    private const string Watch =
        """
        () => {
          painter.repainted = new Promise(resolve => {
            painter.pen.onstroke = () => {
              const start = performance.now();
              const before = painter.state.news.version;
              const look = () => {
                const { news } = painter.state;
                if (news.version > before && news.model?.version === news.version && news.latency.view !== null) {
                  painter.server.removeEventListener('state', look);
                  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
                }
              };
              painter.server.addEventListener('state', look);
            };
          });
        }
        """;
}
