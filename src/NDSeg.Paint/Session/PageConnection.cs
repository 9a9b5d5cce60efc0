using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using NDSeg.Paint.Display;
using NDSeg.Paint.Http;
using NDSeg.Paint.Prediction;

namespace NDSeg.Paint.Session;

/// <summary>The web socket of one page: it tells what it shows, and gets tiles and messages in order.</summary>
internal sealed class PageConnection(WebSocket socket)
{
    private const int MostMessageBytes = 4096;

    /// <summary>A page that is so far behind is dropped; it connects again and asks for what it shows.</summary>
    private const int MostWaiting = 2000;

    private readonly Channel<(byte[] Bytes, WebSocketMessageType Type)> outgoing = Channel.CreateBounded<(byte[], WebSocketMessageType)>(MostWaiting);

    private Task sending = Task.CompletedTask;
    private bool ended;

    /// <summary>What the page shows.</summary>
    public PageView View { get; private set; } = PageView.Nothing;

    /// <summary>Coarse tiles with new labels that were not sent yet. For the label worker alone.</summary>
    public HashSet<(int Slice, int Level, int X, int Y)> Dirty { get; } = [];

    /// <summary>Sends an object as JSON.</summary>
    public void Send(object message) => Enqueue(HttpResponse.ToJson(message), WebSocketMessageType.Text);

    /// <summary>Sends bytes.</summary>
    public void Send(byte[] message) => Enqueue(message, WebSocketMessageType.Binary);

    /// <summary>Sends nothing more.</summary>
    /// <returns>Ends when all that was to be sent has gone out, or cannot.</returns>
    public Task EndAsync()
    {
        Volatile.Write(ref ended, true);
        outgoing.Writer.TryComplete();
        return sending;
    }

    /// <summary>Reads until the page closes.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns.</param>
    /// <param name="slices">Slices.</param>
    /// <param name="viewChanged">Called when the page shows something else.</param>
    /// <param name="cancellation">Ends the conversation.</param>
    public async Task RunAsync(int height, int width, int slices, Action viewChanged, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        sending = SendAllAsync(ending.Token);
        try
        {
            byte[] buffer = new byte[MostMessageBytes];
            while (await ReceiveAsync(buffer, ending.Token).ConfigureAwait(false) is int length and >= 0)
            {
                View = Parse(buffer.AsSpan(0, length), height, width, slices) ?? View;
                viewChanged();
            }
        }
        finally
        {
            outgoing.Writer.TryComplete();
            await ending.CancelAsync().ConfigureAwait(false);
            try
            {
                await sending.ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
            {
                // The page is gone.
            }
        }
    }

    /// <summary>A message that carries a tile: what it is, where it belongs, and its samples, one if all are the same.</summary>
    /// <param name="kind">1 for labels, 2 for doubt.</param>
    /// <param name="slice">Slice.</param>
    /// <param name="level">Level.</param>
    /// <param name="x">Column of the tile.</param>
    /// <param name="y">Row of the tile.</param>
    /// <param name="samples">A byte per pixel, or four.</param>
    public static byte[] TileMessage(byte kind, int slice, int level, int x, int y, byte[] samples)
    {
        const int Head = 16;
        bool single = samples.Length == TileGeometry.Edge * TileGeometry.Edge && ClassTiles.IsUniform(samples);
        byte[] message = new byte[Head + (single ? 1 : samples.Length)];
        message[0] = kind;
        message[1] = (byte)level;
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(4), slice);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), x);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), y);
        samples.AsSpan(0, message.Length - Head).CopyTo(message.AsSpan(Head));
        return message;
    }

    private static PageView? Parse(ReadOnlySpan<byte> text, int height, int width, int slices)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement view = document.RootElement;
            int Number(string name, int low, int high) => Math.Clamp(view.GetProperty(name).GetInt32(), low, high);
            return new PageView(
                Number("slice", 0, slices - 1),
                Number("level", 0, TileGeometry.TopLevel(height, width)),
                Number("left", 0, width),
                Number("top", 0, height),
                Number("right", 0, width),
                Number("bottom", 0, height),
                view.GetProperty("labels").GetBoolean(),
                view.GetProperty("doubt").GetBoolean());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private void Enqueue(byte[] bytes, WebSocketMessageType type)
    {
        if (!outgoing.Writer.TryWrite((bytes, type)) && !Volatile.Read(ref ended))
        {
            socket.Abort();
        }
    }

    private async Task SendAllAsync(CancellationToken cancellation)
    {
        await foreach ((byte[] bytes, WebSocketMessageType type) in outgoing.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await socket.SendAsync(bytes, type, endOfMessage: true, cancellation).ConfigureAwait(false);
        }
    }

    /// <returns>The length of the message; -1 when the page has closed, or sends more than it should.</returns>
    private async Task<int> ReceiveAsync(byte[] buffer, CancellationToken cancellation)
    {
        int length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                socket.Abort();
                return -1;
            }

            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return -1;
            }

            length += result.Count;
            if (result.EndOfMessage)
            {
                return length;
            }
        }
    }
}
