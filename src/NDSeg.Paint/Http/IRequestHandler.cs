using System.Net.WebSockets;

namespace NDSeg.Paint.Http;

/// <summary>What answers the requests of a <see cref="LoopbackServer"/>; called from several threads.</summary>
internal interface IRequestHandler
{
    /// <summary>The longest body, in bytes, that a path takes.</summary>
    int BodyLimit(string path);

    /// <summary>Null when the request may pass, otherwise its answer.</summary>
    /// <exception cref="HttpException">It may not.</exception>
    HttpResponse? Authorize(HttpRequest request);

    /// <summary>Answers a request that may pass.</summary>
    /// <exception cref="HttpException">With the status to answer.</exception>
    HttpResponse Answer(HttpRequest request);

    /// <summary>Talks to a page until either side closes.</summary>
    Task ConverseAsync(WebSocket socket, CancellationToken cancellation);
}
