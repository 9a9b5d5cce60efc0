using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NDSeg.Paint.Http;

/// <summary>
/// Who may talk to the server. The address that is opened holds a token which is good once; it buys a cookie that scripts
/// cannot read and other sites cannot send. Host must be this server's own address, so that no other name can be made to
/// point here; Origin and Sec-Fetch-Site, where the browser sends them, must be this page's.
/// </summary>
internal sealed class AccessGuard
{
    private readonly string cookieName;
    private readonly string session = Secret();
    private readonly string[] hosts;
    private string? token = Secret();

    /// <summary>Makes the secrets of a server.</summary>
    /// <param name="port">Its port.</param>
    public AccessGuard(int port)
    {
        string number = port.ToString(CultureInfo.InvariantCulture);

        // Cookies do not know ports: two painters in one browser keep theirs apart by name.
        cookieName = "ndseg-" + number;
        hosts = ["127.0.0.1:" + number, "localhost:" + number];
        Address = new Uri($"http://127.0.0.1:{number}/?token={token}");
    }

    /// <summary>The address to open, token included.</summary>
    public Uri Address { get; }

    /// <summary>Lets a request pass.</summary>
    /// <returns>Null when it may pass; otherwise the answer it gets: a cookie and a redirect for the token.</returns>
    /// <exception cref="HttpException">403.</exception>
    public HttpResponse? Check(HttpRequest request)
    {
        string? host = request.Header("host");
        if (host is null || !hosts.Contains(host, StringComparer.Ordinal))
        {
            throw Refused("This server answers to its own address only.");
        }

        bool opens = request.Method == "GET" && request.Path == "/" && request.Query.ContainsKey("token");
        if (opens)
        {
            return Open(request.Query["token"]);
        }

        string? origin = request.Header("origin");
        bool mustTell = request.Method != "GET" || request.Header("upgrade") is not null;
        if (origin is null ? mustTell : origin != "http://" + host)
        {
            throw Refused("This server answers to its own page only.");
        }

        if (request.Header("sec-fetch-site") is not (null or "same-origin" or "none"))
        {
            throw Refused("This server answers to its own page only.");
        }

        return Cookie(request) is string cookie && Same(cookie, session)
            ? null
            : throw Refused("The address that Edit-SegLabels printed opens this page, once. Run it again for a new one.");
    }

    // Whatever body such a request has is never read, so the connection ends with it.
    private static HttpException Refused(string message) => new(403, message, closes: true);

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private static bool Same(string given, string secret)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));

    private HttpResponse Open(string given)
    {
        string? current = Volatile.Read(ref token);
        if (current is null || !Same(given, current) || Interlocked.CompareExchange(ref token, null, current) != current)
        {
            throw Refused("This token is not good, or was used before. Run Edit-SegLabels again for a new one.");
        }

        return HttpResponse.Text(303, string.Empty) with
        {
            Headers = [("Location", "/"), ("Set-Cookie", $"{cookieName}={session}; Path=/; HttpOnly; SameSite=Strict")],
        };
    }

    private string? Cookie(HttpRequest request)
    {
        foreach (string part in (request.Header("cookie") ?? string.Empty).Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith(cookieName + "=", StringComparison.Ordinal))
            {
                return part[(cookieName.Length + 1)..];
            }
        }

        return null;
    }
}
