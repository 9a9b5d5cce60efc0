using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NDSeg.Paint.Http;

/// <summary>One answer.</summary>
internal sealed record HttpResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Headers beside those every answer has.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>What happens as soon as the answer is on its way; the end of the server would cut it off.</summary>
    public Action? Sent { get; init; }

    /// <summary>Plain text.</summary>
    public static HttpResponse Text(int status, string text) => new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    /// <summary>An object as JSON.</summary>
    public static HttpResponse Of(object value) => new(200, "application/json", ToJson(value));

    /// <summary>Bytes.</summary>
    public static HttpResponse Binary(ReadOnlyMemory<byte> bytes) => new(200, "application/octet-stream", bytes);

    /// <summary>Nothing to send.</summary>
    public static HttpResponse None { get; } = new(204, "text/plain", default);

    /// <summary>UTF-8 JSON with camel-case names.</summary>
    public static byte[] ToJson(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    /// <summary>Status line and headers.</summary>
    /// <param name="keepAlive">Whether the connection stays open.</param>
    /// <param name="policy">The headers every answer has.</param>
    public byte[] Head(bool keepAlive, IReadOnlyList<(string Name, string Value)> policy)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} {Reason(Status)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {ContentType}\r\nContent-Length: {Body.Length}\r\n");
        foreach ((string name, string value) in policy.Concat(Headers))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
        return Encoding.ASCII.GetBytes(head.ToString());
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        204 => "No Content",
        303 => "See Other",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        _ => "Internal Server Error",
    };
}
