using System.Globalization;
using System.Text;

namespace NDSeg.Paint.Http;

/// <summary>Reads HTTP/1.1 requests from a connection, every length bounded.</summary>
internal sealed class HttpRequestReader(Stream stream)
{
    private const int MostHeadBytes = 16 << 10;
    private const int MostHeaders = 100;

    private readonly byte[] buffer = new byte[MostHeadBytes];
    private int filled;

    /// <summary>The next request, or null when the client has closed the connection.</summary>
    /// <param name="admit">Looks at the request before its body is read and says how long a body it takes; refuses by throwing.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="HttpException">What is wrong with the request.</exception>
    public async Task<HttpRequest?> ReadAsync(Func<HttpRequest, int> admit, CancellationToken cancellation)
    {
        int headLength = await ReadHeadAsync(cancellation).ConfigureAwait(false);
        if (headLength < 0)
        {
            return null;
        }

        string[] lines = Encoding.Latin1.GetString(buffer, 0, headLength).Split("\r\n");
        Consume(headLength + 4);
        string[] start = lines[0].Split(' ');
        if (start.Length != 3 || start[2] is not ("HTTP/1.1" or "HTTP/1.0") || !start[1].StartsWith('/'))
        {
            throw new HttpException(400, "Expected an HTTP/1.1 request.", closes: true);
        }

        Dictionary<string, string> headers = Headers(lines);
        (string path, Dictionary<string, string> query) = Target(start[1]);
        var request = new HttpRequest(start[0], path, query, headers, []);
        byte[] body = await ReadBodyAsync(headers, admit(request), cancellation).ConfigureAwait(false);
        return new HttpRequest(start[0], path, query, headers, body);
    }

    private static Dictionary<string, string> Headers(string[] lines)
    {
        if (lines.Length > MostHeaders)
        {
            throw new HttpException(431, $"Expected at most {MostHeaders} header lines.", closes: true);
        }

        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string name = colon > 0 ? line[..colon].ToLowerInvariant() : string.Empty;

            // A second Host or Content-Length is how requests are smuggled: no header may come twice.
            if (colon <= 0 || name.Any(c => c <= ' ' || c > '~') || !headers.TryAdd(name, line[(colon + 1)..].Trim()))
            {
                throw new HttpException(400, "Expected header lines of a name and a value, every name once.", closes: true);
            }
        }

        return headers;
    }

    private static (string Path, Dictionary<string, string> Query) Target(string target)
    {
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        if (mark >= 0)
        {
            foreach (string part in target[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                int equals = part.IndexOf('=', StringComparison.Ordinal);
                string name = Uri.UnescapeDataString(equals < 0 ? part : part[..equals]);
                query[name] = equals < 0 ? string.Empty : Uri.UnescapeDataString(part[(equals + 1)..]);
            }
        }

        return (Uri.UnescapeDataString(mark < 0 ? target : target[..mark]), query);
    }

    private async Task<int> ReadHeadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            int end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return end;
            }

            if (filled == buffer.Length)
            {
                throw new HttpException(431, $"Expected at most {MostHeadBytes} bytes of headers.", closes: true);
            }

            int read = await stream.ReadAsync(buffer.AsMemory(filled), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return filled == 0 ? -1 : throw new HttpException(400, "The request ended early.", closes: true);
            }

            filled += read;
        }
    }

    private async Task<byte[]> ReadBodyAsync(Dictionary<string, string> headers, int limit, CancellationToken cancellation)
    {
        if (headers.ContainsKey("transfer-encoding"))
        {
            throw new HttpException(501, "Expected a body with Content-Length.", closes: true);
        }

        if (!headers.TryGetValue("content-length", out string? text))
        {
            return [];
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length))
        {
            throw new HttpException(400, "Expected Content-Length as a number.", closes: true);
        }

        if (length > limit)
        {
            throw new HttpException(413, $"Expected at most {limit} bytes.", closes: true);
        }

        byte[] body = new byte[length];
        int have = (int)Math.Min(length, filled);
        buffer.AsSpan(0, have).CopyTo(body);
        Consume(have);
        await stream.ReadExactlyAsync(body.AsMemory(have), cancellation).ConfigureAwait(false);
        return body;
    }

    private void Consume(int count)
    {
        filled -= count;
        buffer.AsSpan(count, filled).CopyTo(buffer);
    }
}
