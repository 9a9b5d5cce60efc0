using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>Nobody but the page of this painter gets anything.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task The_token_is_good_once_and_buys_a_cookie_scripts_cannot_read()
    {
        using var painter = new Painter();
        Assert.Equal("127.0.0.1", painter.Server.Address.Host);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using HttpResponseMessage first = await http.GetAsync(painter.Server.Address);
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        Assert.Equal("/", first.Headers.Location!.ToString());
        string cookie = first.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("HttpOnly", cookie, StringComparison.Ordinal);
        Assert.Contains("SameSite=Strict", cookie, StringComparison.Ordinal);
        using HttpResponseMessage second = await http.GetAsync(painter.Server.Address);
        Assert.Equal(HttpStatusCode.Forbidden, second.StatusCode);
        Assert.False(second.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Without_cookie_with_a_wrong_token_or_a_wrong_cookie_nothing_is_served()
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);
        foreach (string path in new[] { "/", "/about", "/app.js", "/image?slice=0&level=0&x=0&y=0", "/?token=", "/?token=0123", "/live" })
        {
            using HttpResponseMessage bare = await client.Send(HttpMethod.Get, path, null, r => r.Headers.Remove("Cookie"));
            Assert.Equal(HttpStatusCode.Forbidden, bare.StatusCode);
            using HttpResponseMessage wrong = await client.Send(HttpMethod.Get, path, null, r =>
            {
                r.Headers.Remove("Cookie");
                r.Headers.Add("Cookie", client.Cookie[..^4] + "0000");
            });
            Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        }
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1")]
    [InlineData("Host", "127.0.0.1:1")]
    public async Task Foreign_pages_and_names_are_refused(string header, string value)
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);
        void Change(HttpRequestMessage request)
        {
            request.Headers.Remove(header);
            request.Headers.TryAddWithoutValidation(header, value);
        }

        foreach ((HttpMethod method, string path) in new[] { (HttpMethod.Get, "/about"), (HttpMethod.Post, "/undo?window=a&step=0"), (HttpMethod.Post, "/save") })
        {
            using HttpResponseMessage response = await client.Send(method, path, null, Change);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        Assert.False(File.Exists(painter.OutFile));
    }

    [Fact]
    public async Task A_change_without_origin_is_refused()
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);
        using HttpResponseMessage response = await client.Send(HttpMethod.Post, "/save", null, r => r.Headers.Remove("Origin"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("/../PaintServer.cs")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("/strokes.tif")]
    [InlineData("/index.html/")]
    [InlineData("/app.js%00")]
    public async Task Paths_outside_the_page_are_not_found(string path)
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);

        // By hand: an HTTP client would tidy the path up.
        string answer = await Raw(painter, $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{painter.Server.Address.Port}\r\nCookie: {client.Cookie}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_forbids_foreign_scripts_frames_and_sniffing()
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);
        foreach (string path in new[] { "/", "/app.js", "/about", "/nothing" })
        {
            using HttpResponseMessage response = await client.Send(HttpMethod.Get, path);
            string policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        }
    }

    [Fact]
    public async Task A_web_socket_of_a_foreign_page_is_refused()
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);
        var address = new Uri($"ws://127.0.0.1:{painter.Server.Address.Port}/live");
        foreach (string? origin in new[] { "http://evil.example", null })
        {
            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Cookie", client.Cookie);
            if (origin is not null)
            {
                socket.Options.SetRequestHeader("Origin", origin);
            }

            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, CancellationToken.None));
        }

        using var own = new ClientWebSocket();
        own.Options.SetRequestHeader("Cookie", client.Cookie);
        own.Options.SetRequestHeader("Origin", $"http://127.0.0.1:{address.Port}");
        await own.ConnectAsync(address, CancellationToken.None);
        Assert.Equal(WebSocketState.Open, own.State);
    }

    [Fact]
    public async Task Oversized_and_smuggled_requests_are_refused_and_the_server_goes_on()
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);
        string common = $"Host: 127.0.0.1:{painter.Server.Address.Port}\r\nCookie: {client.Cookie}\r\nOrigin: http://127.0.0.1:{painter.Server.Address.Port}\r\n";
        (string Request, string Status)[] cases =
        [
            ($"POST /stroke?slice=0 HTTP/1.1\r\n{common}Content-Length: 999999999999\r\n\r\n", "413"),
            ($"POST /class HTTP/1.1\r\n{common}Content-Length: 5000\r\n\r\n", "413"),
            ($"POST /save HTTP/1.1\r\n{common}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "501"),
            ($"POST /save HTTP/1.1\r\n{common}Content-Length: 0\r\nContent-Length: 5\r\n\r\n", "400"),
            ($"POST /save HTTP/1.1\r\n{common}Content-Length: -1\r\n\r\n", "400"),
            ($"GET /about HTTP/1.1\r\n{common}{common}\r\n", "400"),
            ($"GET /about HTTP/1.1\r\n{common}X: {new string('x', 20000)}\r\n\r\n", "431"),
            ("nonsense\r\n\r\n", "400"),
            ($"PUT /about HTTP/1.1\r\n{common}\r\n", "405"),
        ];
        foreach ((string request, string status) in cases)
        {
            string answer = await Raw(painter, request);
            Assert.StartsWith("HTTP/1.1 " + status, answer, StringComparison.Ordinal);
        }

        Assert.Equal(300, (await client.Json("/about")).GetProperty("width").GetInt32());
    }

    [Fact]
    public async Task Silent_connections_do_not_keep_the_page_out()
    {
        using var painter = new Painter(change: o => o with { Grace = TimeSpan.FromMinutes(5) });
        var silent = new List<TcpClient>();
        for (int i = 0; i < 70; i++)
        {
            var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, painter.Server.Address.Port);
            silent.Add(socket);
        }

        // Long before they would be closed if they had shown a cookie.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Client? client = null;
        while (client is null)
        {
            deadline.Token.ThrowIfCancellationRequested();
            try
            {
                client = await Client.Open(painter.Server);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(200, deadline.Token);
            }
        }

        using (client)
        {
            Assert.Equal(300, (await client.Json("/about")).GetProperty("width").GetInt32());
        }

        silent.ForEach(s => s.Dispose());
    }

    private static async Task<string> Raw(Painter painter, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, painter.Server.Address.Port);
        NetworkStream stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var buffer = new byte[4096];
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        int read = await stream.ReadAsync(buffer, timeout.Token);
        return Encoding.Latin1.GetString(buffer, 0, read);
    }
}
