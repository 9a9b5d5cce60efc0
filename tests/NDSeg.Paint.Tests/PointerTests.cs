using Microsoft.Playwright;
using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>Mouse, fingers and keys do not get into each other's way.</summary>
public sealed class PointerTests
{
    [BrowserFact]
    public async Task A_second_finger_gives_the_stroke_up_and_others_do_not_draw_it()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(300, 300)));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        await Send(page, "pointerdown", 1, primary: true, 50, 50);
        await Send(page, "pointerdown", 2, primary: false, 200, 50);
        Assert.True(await page.EvaluateAsync<bool>("() => painter.pen.shape === null && painter.pen.pointer === null"));
        await Send(page, "pointermove", 1, primary: true, 90, 50);
        await Send(page, "pointerup", 2, primary: false, 200, 50);
        await Send(page, "pointerup", 1, primary: true, 90, 50);

        // The mouse moves and clicks while a finger draws.
        await Send(page, "pointerdown", 3, primary: true, 50, 100);
        await Send(page, "pointermove", 9, primary: true, 250, 250);
        await Send(page, "pointerup", 9, primary: true, 250, 250);
        await Send(page, "pointermove", 3, primary: true, 60, 100);
        await Send(page, "pointerup", 3, primary: true, 60, 100);
        await page.WaitForFunctionAsync("() => painter.state.news.painted > 0 && painter.server.waiting === 0");
        byte[] seen = await BrowserPage.Seen(page, 300, 300);
        Assert.Equal(1, seen[(100 * 300) + 55]);
        Assert.Equal(0, seen[(50 * 300) + 50]);
        Assert.All(seen.Skip(120 * 300), b => Assert.Equal(0, b));
        Assert.Empty(browser.Errors);
    }

    [BrowserFact]
    public async Task Keys_draw_nothing_during_a_stroke_of_the_mouse_and_the_other_way_round()
    {
        using var painter = new Painter(Pictures.Slices(Pictures.Discs(300, 300), Pictures.Discs(300, 300, 2)));
        await using BrowserPage browser = await BrowserPage.Start();
        await browser.Open(painter.Server);
        IPage page = browser.Page;
        await Send(page, "pointerdown", 1, primary: true, 50, 50);
        await page.Keyboard.PressAsync(" ");
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await Send(page, "pointerup", 1, primary: true, 60, 50);
        Assert.False(await page.EvaluateAsync<bool>("() => Boolean(painter.pen.keyDown || painter.pen.shape)"));

        await page.Keyboard.PressAsync(" ");
        await Send(page, "pointerdown", 1, primary: true, 200, 200);
        await Send(page, "pointerup", 1, primary: true, 220, 200);
        Assert.True(await page.EvaluateAsync<bool>("() => painter.pen.keyDown"));

        // Another slice is another sheet.
        await page.Keyboard.PressAsync("PageDown");
        Assert.False(await page.EvaluateAsync<bool>("() => Boolean(painter.pen.keyDown || painter.pen.shape)"));
        await page.Keyboard.PressAsync("PageUp");
        byte[] seen = await BrowserPage.Seen(page, 300, 300);
        Assert.Equal(1, seen[(50 * 300) + 55]);
        Assert.All(seen.Skip(70 * 300), b => Assert.Equal(0, b));

        // A letter is a letter with Caps Lock, too.
        await page.EvaluateAsync("() => document.querySelector('#stage').dispatchEvent(new KeyboardEvent('keydown', { key: 'E', bubbles: true }))");
        Assert.Equal("eraser", await page.EvaluateAsync<string>("() => painter.pen.tool"));
        Assert.Empty(browser.Errors);
    }

    private static async Task Send(IPage page, string type, int pointer, bool primary, double x, double y)
    {
        (float left, float top) = await BrowserPage.Place(page, x, y);
        await page.EvaluateAsync(
            """
            ([type, pointerId, isPrimary, clientX, clientY]) => {
              const { stage } = painter.view;
              stage.setPointerCapture = () => {};
              stage.dispatchEvent(new PointerEvent(type, { pointerId, isPrimary, clientX, clientY, button: 0, bubbles: true, pointerType: 'touch' }));
            }
            """,
            new object[] { type, pointer, primary, (double)left, (double)top });
    }
}
