using NDSeg.TestData;
using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>Real images: screenshots where NDSEG_PAINT_SHOTS names a folder.</summary>
public sealed class BatteryTests
{
    [BrowserFact]
    public async Task Three_strokes_on_the_battery()
    {
        if (SharedData.Root is null)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        using var server = new PaintServer(new PaintOptions
        {
            Slices = Pictures.Shared("data/battery/Battery_21700.tif"),
            OutFile = folder.File("strokes.tif"),
            ClassNames = ["casing", "electrode", "air"],
        });
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(server);
        await browser.Page.WaitForTimeoutAsync(1500);
        await browser.Shot("battery-before");
        await BrowserPage.Drag(browser.Page, (700, 300), (800, 290));
        await browser.Page.Keyboard.PressAsync("2");
        await BrowserPage.Drag(browser.Page, (900, 900), (960, 940));
        await BrowserPage.Settled(browser.Page);
        await browser.Page.Keyboard.PressAsync("3");
        await BrowserPage.Drag(browser.Page, (30, 30), (120, 60));
        await BrowserPage.Settled(browser.Page);
        await browser.Page.WaitForTimeoutAsync(500);
        await browser.Shot("battery-after");
        Console.WriteLine(await browser.Page.EvaluateAsync<string>("() => JSON.stringify(painter.state.news.latency)"));
        Assert.Empty(browser.Errors);
    }
}
