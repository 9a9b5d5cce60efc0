using Microsoft.Playwright;
using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>Several windows, lost connections, closed and reloaded pages.</summary>
public sealed class ConnectionTests
{
    [BrowserFact]
    public async Task Two_windows_show_the_same_strokes()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(300, 300)));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage other = await browser.Another(painter.Server);
        await BrowserPage.Drag(browser.Page, (50, 50), (150, 60));
        await other.WaitForFunctionAsync("() => painter.state.news.painted > 0");
        await other.Keyboard.PressAsync("2");
        await BrowserPage.Drag(other, (50, 150), (150, 160));
        await BrowserPage.Settled(other);
        await BrowserPage.Settled(browser.Page);
        await browser.Page.BringToFrontAsync();
        byte[] first = await BrowserPage.Seen(browser.Page, 300, 300);
        await other.BringToFrontAsync();
        Assert.Equal(first, await BrowserPage.Seen(other, 300, 300));
        Assert.True(first[(55 * 300) + 100] == 1 && first[(155 * 300) + 100] == 2);

        // A closed window leaves the other one, and the painter, alone.
        await other.CloseAsync();
        await Task.Delay(1500);
        Assert.False(painter.Server.Completion.IsCompleted);
        await browser.Page.CloseAsync();
        PaintResult result = await painter.Server.Completion.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(result.Saved);
        Assert.Equal(painter.Autosave, result.Autosave);
        Assert.True(File.Exists(painter.Autosave));
    }

    [BrowserFact]
    public async Task A_dropped_connection_loses_no_stroke_and_a_reload_brings_them_back()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(300, 300)), change: o => o with { Grace = TimeSpan.FromSeconds(30) });
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        await page.Context.SetOfflineAsync(true);
        await page.EvaluateAsync("() => painter.server.socket.close()");
        await BrowserPage.Drag(page, (50, 50), (150, 50));
        await page.Keyboard.PressAsync("2");
        await BrowserPage.Drag(page, (50, 100), (150, 100));
        await page.WaitForSelectorAsync("#connection:not([hidden])");
        Assert.Equal(2, await page.EvaluateAsync<int>("() => painter.server.waiting"));
        Assert.True(await AsksBeforeLeaving(page));
        await page.Context.SetOfflineAsync(false);
        await page.WaitForSelectorAsync("#connection[hidden]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
        await BrowserPage.Settled(page);
        Assert.False(await AsksBeforeLeaving(page));
        byte[] seen = await BrowserPage.Seen(page, 300, 300);
        await page.ReloadAsync();
        await BrowserPage.Ready(page);
        Assert.Equal(seen, await BrowserPage.Seen(page, 300, 300));
        Assert.True(seen[(50 * 300) + 100] == 1 && seen[(100 * 300) + 100] == 2);
        Assert.False(painter.Server.Completion.IsCompleted);
    }

    [BrowserFact]
    public async Task Unsaved_strokes_are_offered_in_a_dialog()
    {
        using var folder = new TemporaryFolder();
        using (var first = new Painter(folder: folder))
        {
            using Client client = await Client.Open(first.Server);
            (await client.Stroke(0, 1, (7, 8, 90))).Dispose();
        }

        using var painter = new Painter(folder: folder);
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Page.GotoAsync(painter.Server.Address.ToString());
        await browser.Page.WaitForSelectorAsync("#offer[open]");
        await browser.Shot("offer");
        Assert.Contains("90", await browser.Page.TextContentAsync("#offer-text"), StringComparison.Ordinal);
        await browser.Page.ClickAsync("#restore");
        await browser.Page.WaitForFunctionAsync("() => painter.state.news.painted === 90 && !document.querySelector('#offer').open");
        await browser.Page.ClickAsync("#finish");
        PaintResult result = await painter.Server.Completion.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(result.Saved);
        await browser.Page.WaitForSelectorAsync("#ended[open]");
    }

    private static Task<bool> AsksBeforeLeaving(IPage page)
        => page.EvaluateAsync<bool>("() => { const leaving = new Event('beforeunload', { cancelable: true }); window.dispatchEvent(leaving); return leaving.defaultPrevented; }");
}
