using Microsoft.Playwright;

namespace NDSeg.Paint.Tests;

/// <summary>A headless browser, for one test.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright playwright;
    private readonly IBrowserContext context;
    private readonly TemporaryFolder profile;

    private BrowserPage(IPlaywright playwright, IBrowserContext context, TemporaryFolder profile)
    {
        this.playwright = playwright;
        this.context = context;
        this.profile = profile;
        Page = context.Pages[0];
        Page.SetDefaultTimeout(20_000);
        Page.Console += (_, message) => Console.WriteLine($"{message.Type}: {message.Text}");
        Page.PageError += (_, error) => Errors.Add(error);
        context.RequestFailed += (_, request) => Console.WriteLine($"failed: {request.Url} {request.Failure}");
    }

    public IPage Page { get; }

    /// <summary>Errors of the page's scripts.</summary>
    public List<string> Errors { get; } = [];

    public static async Task<BrowserPage> Start(int width = 1400, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var profile = new TemporaryFolder();
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowserContext context = await playwright.Chromium.LaunchPersistentContextAsync(profile.Path, new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = BrowserFactAttribute.Browser,
            Headless = true,
            Args = Arguments,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
        });
        return new BrowserPage(playwright, context, profile);
    }

    /// <summary>Opens a painter and waits until the image is there.</summary>
    public async Task Open(PaintServer server)
    {
        await Page.GotoAsync(server.Address.ToString());
        await Ready(Page);
    }

    /// <summary>A second window with the same cookies.</summary>
    public async Task<IPage> Another(PaintServer server)
    {
        IPage page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        await page.GotoAsync(server.Address.GetLeftPart(UriPartial.Authority));
        await Ready(page);
        return page;
    }

    public static Task Ready(IPage page)
        => page.WaitForFunctionAsync("() => window.painter && painter.state.news && painter.view.sliceInfo && painter.server.socket?.readyState === 1");

    /// <summary>Where a pixel of the image is on the screen.</summary>
    public static async Task<(float X, float Y)> Place(IPage page, double x, double y)
    {
        float[] at = await page.EvaluateAsync<float[]>(
            "([x, y]) => { const v = painter.view, b = v.stage.getBoundingClientRect(); return [(x - v.x) * v.zoom + b.left + b.width / 2, (y - v.y) * v.zoom + b.top + b.height / 2]; }",
            new[] { x, y });
        return (at[0], at[1]);
    }

    /// <summary>Drags the mouse along places of the image.</summary>
    public static async Task Drag(IPage page, params (double X, double Y)[] places)
    {
        for (int i = 0; i < places.Length; i++)
        {
            (float x, float y) = await Place(page, places[i].X, places[i].Y);
            await page.Mouse.MoveAsync(x, y, new MouseMoveOptions { Steps = i == 0 ? 1 : 8 });
            if (i == 0)
            {
                await page.Mouse.DownAsync();
            }
        }

        await page.Mouse.UpAsync();
    }

    /// <summary>Waits until every tile of the image that is visible is there.</summary>
    public static Task Loaded(IPage page)
        => page.WaitForFunctionAsync("() => painter.view.image.active === 0 && [...painter.view.shownTiles()].every(([x, y]) => painter.view.image.entries.get(`${painter.view.slice}/${painter.view.level}/${x}/${y}`)?.canvas)");

    /// <summary>Waits until every step has arrived and labels of the newest strokes are there, or a message says why not.</summary>
    public static Task Settled(IPage page) => Labelled(page, "!news.busy");

    /// <summary>Waits until what is visible has labels of the newest strokes; other parts may follow.</summary>
    public static Task Labelled(IPage page) => Labelled(page, "true");

    private static Task<IJSHandle> Labelled(IPage page, string also)
        => page.WaitForFunctionAsync(
            $$"""
            () => {
              const { news } = painter.state;
              return painter.server.waiting === 0 && news && {{also}} && news.version >= painter.server.version
                && (news.painted === 0 || news.message !== null || (news.model?.version === news.version && news.latency.view !== null));
            }
            """,
            null,
            new PageWaitForFunctionOptions { Timeout = 60_000 });

    /// <summary>The strokes the page shows, class numbers of every pixel of the image, from its own tiles.</summary>
    public static async Task<byte[]> Seen(IPage page, int height, int width)
    {
        await page.WaitForFunctionAsync("() => painter.server.waiting === 0 && painter.view.level === 0 && painter.view.strokes.active === 0 && painter.view.strokes.wanted.length === 0");
        await page.WaitForTimeoutAsync(300);
        string text = await page.EvaluateAsync<string>(
            """
            ([height, width]) => {
              const { view } = painter;
              const rows = [];
              for (let y = 0; y < height; y++) {
                let row = '';
                for (let x = 0; x < width; x++) {
                  const tile = view.strokes.entries.get(`${view.slice}/0/${x >> 8}/${y >> 8}`);
                  const samples = tile.bytes ??= new Uint8Array(tile.samples);
                  row += samples.length === 1 ? samples[0] : samples[((y & 255) << 8) | (x & 255)];
                }
                rows.push(row);
              }
              for (const tile of view.strokes.entries.values()) delete tile.bytes;
              return rows.join('');
            }
            """,
            new[] { height, width });
        return [.. text.Select(c => (byte)(c - '0'))];
    }

    public async Task Shot(string name)
    {
        if (Environment.GetEnvironmentVariable("NDSEG_PAINT_SHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await context.CloseAsync();
        playwright.Dispose();
        try
        {
            profile.Dispose();
        }
        catch (IOException)
        {
            // The browser has not let go of its profile yet; the system clears its temporary folder.
        }
    }
}
