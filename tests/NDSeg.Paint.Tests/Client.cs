using System.Buffers.Binary;
using System.Net;
using System.Text.Json;

namespace NDSeg.Paint.Tests;

/// <summary>Talks to a painter as its page does, without a browser.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient http;
    private int step;

    private Client(HttpClient http, string cookie)
    {
        this.http = http;
        Cookie = cookie;
    }

    public string Cookie { get; }

    public static async Task<Client> Open(PaintServer server)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        var http = new HttpClient(handler) { BaseAddress = new Uri(server.Address.GetLeftPart(UriPartial.Authority)) };
        using HttpResponseMessage opened = await http.GetAsync(server.Address);
        if (opened.StatusCode != HttpStatusCode.SeeOther)
        {
            throw new InvalidOperationException($"The token was answered with {opened.StatusCode}.");
        }

        return new Client(http, opened.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? content = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Cookie", Cookie);
        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Origin", http.BaseAddress!.ToString().TrimEnd('/'));
        }

        change?.Invoke(request);
        return await http.SendAsync(request);
    }

    public async Task<byte[]> Get(string path)
    {
        using HttpResponseMessage response = await Send(HttpMethod.Get, path);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    public Task<HttpResponseMessage> Stroke(int slice, int number, params (int Y, int X, int Length)[] runs)
        => Send(HttpMethod.Post, $"/stroke?slice={slice}&class={number}&window=test&step={step++}", Runs(runs));

    public Task<HttpResponseMessage> Back() => Send(HttpMethod.Post, $"/undo?window=test&step={step++}");

    public Task<HttpResponseMessage> Again() => Send(HttpMethod.Post, $"/redo?window=test&step={step++}");

    public Task<HttpResponseMessage> Post(string path, object body) => Send(HttpMethod.Post, path, new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)));

    public static ByteArrayContent Runs(params (int Y, int X, int Length)[] runs)
    {
        var bytes = new byte[12 * runs.Length];
        for (int i = 0; i < runs.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12 * i), runs[i].Y);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan((12 * i) + 4), runs[i].X);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan((12 * i) + 8), runs[i].Length);
        }

        return new ByteArrayContent(bytes);
    }

    public async Task<JsonElement> Json(string path) => JsonSerializer.Deserialize<JsonElement>(await Get(path));

    public void Dispose() => http.Dispose();
}
