using System.Net.WebSockets;
using System.Text.Json;
using NDSeg.Images;
using NDSeg.Paint.Display;
using NDSeg.Paint.Http;
using NDSeg.Paint.Slices;
using NDSeg.Paint.Strokes;

namespace NDSeg.Paint.Session;

/// <summary>What the page can ask for. Everything else is not found.</summary>
internal sealed class PaintRequests(PaintSession session, SliceSource slices, object about, AccessGuard guard, Action finish, CancellationToken stopping) : IRequestHandler
{
    private const int MostJsonBytes = 4096;

    /// <inheritdoc/>
    public int BodyLimit(string path) => path == "/stroke" ? StrokeCodec.MostBytes : MostJsonBytes;

    /// <inheritdoc/>
    public HttpResponse? Authorize(HttpRequest request) => guard.Check(request);

    /// <inheritdoc/>
    public HttpResponse Answer(HttpRequest request) => request.Method switch
    {
        "GET" => Get(request),
        "POST" => Post(request),
        _ => throw new HttpException(405, "Expected GET or POST."),
    };

    /// <inheritdoc/>
    public async Task ConverseAsync(WebSocket socket, CancellationToken cancellation)
    {
        var page = new PageConnection(socket);
        session.Pages.Add(page);
        try
        {
            page.Send(session.Status(0));
            int slice = 0;
            await page.RunAsync(
                slices.Height,
                slices.Width,
                slices.Count,
                () =>
                {
                    session.ViewChanged();
                    if (page.View.Slice != slice)
                    {
                        slice = page.View.Slice;
                        page.Send(session.Status(slice));
                    }
                },
                cancellation).ConfigureAwait(false);
        }
        finally
        {
            session.Pages.Remove(page);
        }
    }

    private HttpResponse Get(HttpRequest request)
    {
        switch (request.Path)
        {
            case "/about":
                return HttpResponse.Of(about);
            case "/slice":
                return Slice(SliceOf(request));
            case "/image":
            {
                (int slice, int level, int x, int y) = TileOf(request);
                SegImage image = slices.Read(slice);
                return HttpResponse.Binary(ImageTiles.Render(image, ShownRange.Of(image), level, x, y));
            }

            case "/strokes":
            {
                (int slice, int level, int x, int y) = TileOf(request);
                return Tile(session.StrokeTile(slice, level, x, y));
            }

            case "/labels":
            {
                (int slice, int level, int x, int y) = TileOf(request);
                return Tile(session.Pages.Labels(slice, level, x, y));
            }

            case "/doubt":
            {
                (int slice, int level, int x, int y) = TileOf(request);
                return Tile(session.Pages.Doubt(slice, level, x, y));
            }

            default:
                return PageFiles.Find(request.Path) ?? throw new HttpException(404, "There is nothing here.");
        }
    }

    private HttpResponse Post(HttpRequest request)
    {
        switch (request.Path)
        {
            case "/stroke":
                return Version(session.Paint(
                    Window(request),
                    StepOf(request),
                    SliceOf(request),
                    request.Number("class", 0, StrokeBook.ClassLimit - 1),
                    StrokeCodec.Read(request.Body, slices.Height, slices.Width)));
            case "/undo":
                return Version(session.Step(Window(request), StepOf(request), back: true));
            case "/redo":
                return Version(session.Step(Window(request), StepOf(request), back: false));
            case "/class":
                ChangeClass(request);
                break;
            case "/answer":
                session.Answer(Json(request).TryGetProperty("restore", out JsonElement restore) && restore.ValueKind == JsonValueKind.True);
                break;
            case "/suggest":
                return HttpResponse.Of(session.Suggest(SliceOf(request), request.Number("x", 0, slices.Width - 1), request.Number("y", 0, slices.Height - 1), stopping)
                    .Select(s => new { s.Rank, s.Row, s.Column, s.Top, s.Left, s.Height, s.Width, s.Uncertainty, classes = s.Classes.Select(c => c.Name) }));
            case "/save":
                session.Save(Flag(request, "replace"), stopping);
                break;
            case "/finish":
                session.SaveRest(Flag(request, "replace"), Flag(request, "withoutModel"), stopping);
                return HttpResponse.None with { Sent = finish };
            default:
                throw new HttpException(404, "There is nothing here.");
        }

        return HttpResponse.None;
    }

    private static HttpResponse Tile(byte[] samples)
        => HttpResponse.Binary(samples.Length == TileGeometry.Edge * TileGeometry.Edge && ClassTiles.IsUniform(samples) ? samples.AsMemory(0, 1) : samples);

    private static string Window(HttpRequest request)
        => request.Query.TryGetValue("window", out string? window) && window.Length is > 0 and <= 40 ? window : throw new HttpException(400, "Expected 'window' in the query.");

    private static bool Flag(HttpRequest request, string name) => request.Query.GetValueOrDefault(name) == "1";

    private static HttpResponse Version(int version) => HttpResponse.Of(new { version });

    private static int StepOf(HttpRequest request) => request.Number("step", 0, int.MaxValue);

    private static JsonElement Json(HttpRequest request)
    {
        try
        {
            JsonElement root = JsonSerializer.Deserialize<JsonElement>(request.Body);
            return root.ValueKind == JsonValueKind.Object ? root : throw new HttpException(400, "Expected a JSON object.");
        }
        catch (JsonException)
        {
            throw new HttpException(400, "Expected a JSON object.");
        }
    }

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private HttpResponse Slice(int slice)
    {
        SegImage image = slices.Read(slice);
        var range = ShownRange.Of(image);
        return HttpResponse.Of(new
        {
            range.Low,
            range.High,
            range.Dark,
            range.Bright,
            channels = ImageTiles.ShownChannels(image),
            source = image.Source.ToString(),
            type = image.PixelType.ToString(),
        });
    }

    private void ChangeClass(HttpRequest request)
    {
        JsonElement body = Json(request);
        string? name = Text(body, "name");
        RgbColor? color = Text(body, "color") is string text ? RgbColor.Parse(text) : null;
        if (!body.TryGetProperty("number", out JsonElement number))
        {
            session.AddClass(name, color);
            return;
        }

        if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out int value))
        {
            throw new HttpException(400, "Expected 'number' as a whole number.");
        }

        if (body.TryGetProperty("remove", out JsonElement remove) && remove.ValueKind == JsonValueKind.True)
        {
            session.RemoveClass(value);
        }
        else
        {
            session.ChangeClass(value, name, color);
        }
    }

    private int SliceOf(HttpRequest request) => request.Number("slice", 0, slices.Count - 1);

    private (int Slice, int Level, int X, int Y) TileOf(HttpRequest request)
    {
        int level = request.Number("level", 0, TileGeometry.TopLevel(slices.Height, slices.Width));
        return (
            SliceOf(request),
            level,
            request.Number("x", 0, TileGeometry.Count(slices.Width, level) - 1),
            request.Number("y", 0, TileGeometry.Count(slices.Height, level) - 1));
    }
}
