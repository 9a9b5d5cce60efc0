using System.Globalization;

namespace NDSeg.Paint.Http;

/// <summary>One request: method, path, query, headers by lower-case name, and the whole body.</summary>
internal sealed class HttpRequest(string method, string path, IReadOnlyDictionary<string, string> query, IReadOnlyDictionary<string, string> headers, byte[] body)
{
    /// <summary>GET, POST, ...</summary>
    public string Method { get; } = method;

    /// <summary>The decoded path, from the slash on.</summary>
    public string Path { get; } = path;

    /// <summary>The decoded query.</summary>
    public IReadOnlyDictionary<string, string> Query { get; } = query;

    /// <summary>Headers by lower-case name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>The body; empty for none.</summary>
    public byte[] Body { get; } = body;

    /// <summary>A header, or null.</summary>
    public string? Header(string lowerName) => Headers.GetValueOrDefault(lowerName);

    /// <summary>A whole number of the query.</summary>
    /// <exception cref="HttpException">400 when it is missing, no number, or out of range.</exception>
    public int Number(string name, int low, int high)
        => Query.TryGetValue(name, out string? text)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= low && value <= high
            ? value
            : throw new HttpException(400, $"Expected '{name}' from {low} to {high} in the query.");

    /// <summary>Whether the client asks to keep the connection.</summary>
    public bool KeepsAlive => !string.Equals(Header("connection"), "close", StringComparison.OrdinalIgnoreCase);
}
