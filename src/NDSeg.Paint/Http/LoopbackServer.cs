using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace NDSeg.Paint.Http;

/// <summary>
/// A small HTTP server on 127.0.0.1, on a port the system picks. Made for one page and one user: few connections, small
/// bounded requests, answers from memory, and one upgrade to a web socket.
/// </summary>
/// <remarks>HttpListener takes no port 0, and on Windows it asks the system's HTTP driver, which has rules of its own.</remarks>
internal sealed class LoopbackServer : IDisposable
{
    private const int MostConnections = 64;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(90);

    /// <summary>How long a connection may be silent before it has shown token or cookie: others cannot keep the page out by holding all of them.</summary>
    private static readonly TimeSpan Strange = TimeSpan.FromSeconds(5);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly IRequestHandler handler;
    private readonly IReadOnlyList<(string Name, string Value)> policy;
    private readonly Task accepting;
    private int connections;

    /// <summary>Starts to listen.</summary>
    /// <param name="makeHandler">Makes what answers, given the port.</param>
    public LoopbackServer(Func<int, IRequestHandler> makeHandler)
    {
        listener.Start(MostConnections);
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        policy = Policy(Port);
        handler = makeHandler(Port);
        accepting = AcceptAsync();
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Closes every connection.</summary>
    public void Dispose()
    {
        stopping.Cancel();
        listener.Dispose();
        ((IAsyncResult)accepting).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(2));
        stopping.Dispose();
    }

    private static (string, string)[] Policy(int port) =>
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + $"connect-src 'self' ws://127.0.0.1:{port} ws://localhost:{port}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ];

    private async Task AcceptAsync()
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                Socket socket = await listener.AcceptSocketAsync(stopping.Token).ConfigureAwait(false);
                if (Interlocked.Increment(ref connections) > MostConnections)
                {
                    Interlocked.Decrement(ref connections);
                    socket.Dispose();
                    continue;
                }

                _ = Task.Run(() => ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server ends.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            using var stream = new NetworkStream(socket, ownsSocket: true);
            var reader = new HttpRequestReader(stream);
            TimeSpan patience = Strange;
            while (await AnswerAsync(stream, reader, patience).ConfigureAwait(false))
            {
                patience = Idle;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or WebSocketException)
        {
            // The client went away, or was silent for too long.
        }
        finally
        {
            Interlocked.Decrement(ref connections);
        }
    }

    /// <returns>Whether the connection stays open.</returns>
    private async Task<bool> AnswerAsync(NetworkStream stream, HttpRequestReader reader, TimeSpan patience)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        timeout.CancelAfter(patience);
        HttpResponse? response = null;
        bool keepAlive = true;
        try
        {
            int Admit(HttpRequest head)
            {
                response = handler.Authorize(head);
                timeout.CancelAfter(Idle);
                return response is null ? handler.BodyLimit(head.Path) : 0;
            }

            HttpRequest? request = await reader.ReadAsync(Admit, timeout.Token).ConfigureAwait(false);
            if (request is null)
            {
                return false;
            }

            keepAlive = request.KeepsAlive;
            if (response is null && IsUpgrade(request))
            {
                await UpgradeAsync(stream, request).ConfigureAwait(false);
                return false;
            }

            response ??= handler.Answer(request);
        }
        catch (HttpException e)
        {
            keepAlive = keepAlive && !e.Closes;
            response = HttpResponse.Text(e.Status, e.Message);
        }
#pragma warning disable CA1031 // One request must not end the server; the page shows the message.
        catch (Exception e) when (e is not (IOException or OperationCanceledException or SocketException))
#pragma warning restore CA1031
        {
            response = HttpResponse.Text(StatusOf(e), e.Message) with { Headers = e is SegException known ? [("NDSeg-Error", known.Id)] : [] };
        }

        await stream.WriteAsync(response.Head(keepAlive, policy), stopping.Token).ConfigureAwait(false);
        await stream.WriteAsync(response.Body, stopping.Token).ConfigureAwait(false);
        response.Sent?.Invoke();
        return keepAlive;
    }

    private static int StatusOf(Exception e) => (e as SegException)?.Kind switch
    {
        SegErrorKind.InvalidArgument or SegErrorKind.InvalidData or SegErrorKind.ShapeMismatch => 400,
        SegErrorKind.NotFound => 404,
        null => 500,
        _ => 409,
    };

    private static bool IsUpgrade(HttpRequest request)
        => request is { Method: "GET", Path: "/live" } && string.Equals(request.Header("upgrade"), "websocket", StringComparison.OrdinalIgnoreCase);

    private async Task UpgradeAsync(NetworkStream stream, HttpRequest request)
    {
        string key = request.Header("sec-websocket-key") ?? throw new HttpException(400, "Expected a key.", closes: true);
        if (key.Length > 100 || request.Header("sec-websocket-version") != "13")
        {
            throw new HttpException(400, "Expected web socket version 13.", closes: true);
        }

#pragma warning disable CA5350 // The handshake of RFC 6455 is defined with SHA-1; nothing is kept secret by it.
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        string head = $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stopping.Token).ConfigureAwait(false);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.FromSeconds(20) });
        await handler.ConverseAsync(socket, stopping.Token).ConfigureAwait(false);
    }
}
