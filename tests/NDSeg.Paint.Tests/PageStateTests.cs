using Microsoft.Playwright;
using NDSeg.IO;
using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>What the page says and shows is what is so.</summary>
public sealed class PageStateTests
{
    [BrowserFact]
    public async Task Finish_waits_for_a_stroke_and_a_name_that_are_on_their_way()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(300, 300)));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        async Task Late(IRoute route)
        {
            await Task.Delay(500);
            await route.ContinueAsync();
        }

        await page.RouteAsync("**/stroke*", Late);
        await page.RouteAsync("**/class", Late);
        await BrowserPage.Drag(page, (50, 50), (150, 50));
        await page.FillAsync("#classes li:nth-child(2) input[type=text]", "void");
        await page.ClickAsync("#finish");
        PaintResult result = await painter.Server.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(result.Saved);
        Assert.True(result.Labels.Single().CountPixels()[1] > 100);
        Assert.Equal("void", result.Labels.Single().Classes[1].Name);
    }

    [BrowserFact]
    public async Task The_end_is_told_before_the_connection_is_cut_and_a_lost_painter_is_given_up()
    {
        using var painter = new Painter();
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        IPage lost = await browser.Another(painter.Server);
        await lost.EvaluateAsync("() => painter.server.socket.onmessage = null");
        await page.BringToFrontAsync();
        await BrowserPage.Drag(page, (50, 50), (150, 50));
        await page.WaitForFunctionAsync("() => painter.state.news.painted > 0 && painter.server.waiting === 0");
        painter.Server.Dispose();
        await page.WaitForSelectorAsync("#ended[open]");
        Assert.Contains("kept", await page.TextContentAsync("#ended-text"), StringComparison.Ordinal);
        await lost.BringToFrontAsync();
        await lost.WaitForFunctionAsync("() => document.querySelector('#connection').textContent.includes('ended')");
    }

    [BrowserFact]
    public async Task A_file_that_another_program_wrote_is_replaced_after_a_question()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(300, 300)));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        await BrowserPage.Drag(page, (50, 50), (150, 50));
        await page.WaitForFunctionAsync("() => painter.state.news.painted > 0 && painter.server.waiting === 0");
        Assert.Equal("Not saved", await page.TextContentAsync("#saved"));
        File.WriteAllText(painter.OutFile, "precious");
        bool answer = false;
        page.Dialog += async (_, dialog) => await (answer ? dialog.AcceptAsync() : dialog.DismissAsync());
        await page.ClickAsync("#save");
        await page.WaitForFunctionAsync("() => document.querySelector('#hint').textContent.includes('another program')");
        Assert.Equal("precious", File.ReadAllText(painter.OutFile));
        answer = true;
        await page.ClickAsync("#save");
        await page.WaitForFunctionAsync("() => painter.state.news.saved");
        Assert.Equal("Saved", await page.TextContentAsync("#saved"));
        Assert.True(LabelReader.Read(painter.OutFile).CountPixels()[1] > 100);
    }

    [BrowserFact]
    public async Task The_offer_of_unsaved_strokes_stands_until_it_is_answered()
    {
        using var folder = new TemporaryFolder();
        using (var first = new Painter(folder: folder))
        {
            using Client client = await Client.Open(first.Server);
            (await client.Stroke(0, 1, (7, 8, 90))).Dispose();
        }

        using var painter = new Painter(folder: folder);
        await using BrowserPage browser = await BrowserPage.Start();
        IPage page = browser.Page;
        await page.GotoAsync(painter.Server.Address.ToString());
        await page.WaitForSelectorAsync("#offer[open]");
        await page.EvaluateAsync("() => document.querySelector('#offer').close()");
        await page.WaitForSelectorAsync("#offer[open]");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForSelectorAsync("#offer[open]");
        await page.ClickAsync("#discard");
        await page.WaitForFunctionAsync("() => !painter.state.news.offer && !document.querySelector('#offer').open");
        Assert.False(File.Exists(painter.Autosave));
    }

    [BrowserFact]
    public async Task A_refused_name_does_not_stay_and_a_resent_stroke_ends_the_alarm()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(300, 300)));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        const string Name = "#classes li:nth-child(2) input[type=text]";
        await page.FillAsync(Name, "class 1");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => document.querySelector('#hint').textContent.includes('twice')");
        Assert.Equal("class 2", await page.InputValueAsync(Name));

        int tries = 0;
        await page.RouteAsync("**/stroke*", route => tries++ == 0 ? route.AbortAsync("connectionreset") : route.ContinueAsync());
        await BrowserPage.Drag(page, (50, 50), (150, 50));
        await page.WaitForSelectorAsync("#connection:not([hidden])");
        await page.WaitForFunctionAsync("() => painter.state.news.painted > 0");
        await page.WaitForSelectorAsync("#connection[hidden]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
    }

    [BrowserFact]
    public async Task The_slice_that_is_chosen_last_is_shown_and_painted_on()
    {
        using var painter = new Painter(Pictures.Slices([.. Enumerable.Range(1, 8).Select(seed => Pictures.Discs(200, 200, seed))]));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        await page.RouteAsync("**/slice?slice=3", async route =>
        {
            await Task.Delay(800);
            await route.ContinueAsync();
        });
        await page.EvaluateAsync("() => { const s = document.querySelector('#slice'); for (const v of [3, 7]) { s.value = v; s.dispatchEvent(new Event('input')); } }");
        Assert.Equal(7, await page.EvaluateAsync<int>("() => painter.view.slice"));
        await page.WaitForFunctionAsync("() => painter.view.sliceInfo");
        string info = await page.EvaluateAsync<string>("() => JSON.stringify(painter.view.sliceInfo)");
        await page.WaitForTimeoutAsync(1200);
        Assert.Equal(info, await page.EvaluateAsync<string>("() => JSON.stringify(painter.view.sliceInfo)"));
        Assert.Equal("7", await page.InputValueAsync("#slice"));
        Assert.Equal("8 / 8", await page.TextContentAsync("#slice-text"));
    }

    [BrowserFact]
    public async Task Labels_of_other_levels_follow_the_model_and_the_colours()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(1500, 1500)));
        await using BrowserPage browser = await BrowserPage.Start(900, 700);
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        await BrowserPage.Drag(page, (10, 10), (120, 10));
        await page.Keyboard.PressAsync("2");
        await BrowserPage.Drag(page, (95, 95), (98, 98));
        await BrowserPage.Settled(page);
        Assert.True(await page.EvaluateAsync<int>("() => painter.view.level") >= 1);
        await Same(page);

        // Labelled anew while another level is looked at.
        double zoom = await page.EvaluateAsync<double>("() => painter.view.zoom");
        await page.EvaluateAsync("() => painter.view.goTo(700, 700, 1)");
        await BrowserPage.Settled(page);
        await Same(page);
        await page.Keyboard.PressAsync("1");
        await BrowserPage.Drag(page, (672, 672), (674, 680));
        await BrowserPage.Settled(page);
        await Same(page);
        await page.EvaluateAsync("zoom => painter.view.goTo(750, 750, zoom)", zoom);
        await BrowserPage.Settled(page);
        await Same(page);

        await page.EvaluateAsync("() => painter.view.goTo(700, 700, 1)");
        await BrowserPage.Settled(page);
        await page.EvaluateAsync("() => painter.server.post('/class', { number: 2, color: '#00ffff' })");
        await page.WaitForFunctionAsync("() => painter.state.news.classes[1].color === '#00ffff'");
        await page.EvaluateAsync("zoom => painter.view.goTo(750, 750, zoom)", zoom);
        await Same(page);
        Assert.Empty(browser.Errors);
    }

    // Waits until every label tile that is shown is what the server has.
    private static Task<IJSHandle> Same(IPage page) => page.WaitForFunctionAsync(
        """
        async () => {
          const v = painter.view;
          for (const [x, y] of v.shownTiles()) {
            const shown = v.labels.entries.get(`${v.slice}/${v.level}/${x}/${y}`)?.samples;
            const known = await (await fetch(`/labels?slice=${v.slice}&level=${v.level}&x=${x}&y=${y}`)).arrayBuffer();
            const [a, b] = [new Uint8Array(shown ?? 0), new Uint8Array(known)];
            if (a.length !== b.length || a.some((one, i) => one !== b[i])) return false;
          }
          return true;
        }
        """,
        null,
        new PageWaitForFunctionOptions { PollingInterval = 300 });
}
