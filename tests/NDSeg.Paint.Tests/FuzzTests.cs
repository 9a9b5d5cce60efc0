using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>Nonsense is answered with an error of the client, never with one of the server, and does no harm.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Paths =
    [
        "/", "/about", "/slice", "/image", "/strokes", "/labels", "/doubt", "/stroke", "/undo", "/redo", "/class", "/answer", "/suggest", "/live", "/%", "/a/b",
    ];

    private static readonly string[] Values = ["0", "1", "-1", "2147483647", "2147483648", "99999999999999999999", "1e3", "", "x", "%00", "%F0%9F%98%80", "0x10", "+1", " 1"];

    [Fact]
    public async Task Endpoints_withstand_random_requests()
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);
        var random = new Random(7);
        var seen = new Dictionary<HttpStatusCode, int>();
        for (int i = 0; i < 1500; i++)
        {
            string[] names = ["slice", "level", "x", "y", "class", "window", "step"];
            string query = string.Join('&', names.Where(_ => random.Next(4) != 0).Select(n => n + "=" + (random.Next(3) == 0 ? Values[random.Next(Values.Length)] : "0")));
            byte[] body = new byte[random.Next(3) switch { 0 => 12 * random.Next(4), 1 => random.Next(100), _ => 0 }];
            random.NextBytes(body);
            if (random.Next(3) == 0)
            {
                body = Encoding.UTF8.GetBytes(Text(random));
            }

            HttpMethod method = random.Next(2) == 0 ? HttpMethod.Get : HttpMethod.Post;
            using HttpResponseMessage response = await client.Send(method, $"{Paths[random.Next(Paths.Length)]}?{query}", method == HttpMethod.Post ? new ByteArrayContent(body) : null);
            Assert.True((int)response.StatusCode < 500 || response.StatusCode == HttpStatusCode.NotImplemented, $"{response.StatusCode} {response.RequestMessage}: {await response.Content.ReadAsStringAsync()}");
            seen[response.StatusCode] = seen.GetValueOrDefault(response.StatusCode) + 1;
        }

        Assert.True(seen.GetValueOrDefault(HttpStatusCode.BadRequest) > 100, "hardly a request was bad");
        Assert.True(seen.GetValueOrDefault(HttpStatusCode.OK) > 20, "hardly a request was good");
        Assert.Equal(300, (await client.Json("/about")).GetProperty("width").GetInt32());
    }

    [Fact]
    public async Task Connections_withstand_random_bytes()
    {
        using var painter = new Painter();
        using Client client = await Client.Open(painter.Server);
        var random = new Random(11);
        string whole = $"POST /stroke?slice=0&class=1&window=w&step=1 HTTP/1.1\r\nHost: 127.0.0.1:{painter.Server.Address.Port}\r\nCookie: {client.Cookie}\r\nOrigin: http://127.0.0.1:{painter.Server.Address.Port}\r\nContent-Length: 12\r\n\r\n............";
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = Encoding.Latin1.GetBytes(whole);
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, painter.Server.Address.Port);
            NetworkStream stream = socket.GetStream();
            await stream.WriteAsync(bytes.AsMemory(0, random.Next(bytes.Length)));
            socket.Client.Shutdown(SocketShutdown.Send);
            var buffer = new byte[1024];
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                int read = await stream.ReadAsync(buffer, timeout.Token);
                string answer = Encoding.Latin1.GetString(buffer, 0, read);
                Assert.False(answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal), answer);
            }
            catch (IOException)
            {
                // The server closed before it read everything.
            }
        }

        Assert.Equal(300, (await client.Json("/about")).GetProperty("width").GetInt32());
    }

    private static string Text(Random random)
    {
        string[] parts = ["{", "}", "\"number\":", "\"name\":", "\"color\":", "\"remove\":true", "1", "9999999999", "\"#ff0000\"", "\"red\"", "null", ",", "[", "]", "\"\\u0000\"", "\"restore\":true"];
        return string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)]));
    }
}
