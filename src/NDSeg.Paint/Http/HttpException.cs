namespace NDSeg.Paint.Http;

/// <summary>A request that is answered with an error.</summary>
internal sealed class HttpException(int status, string message, bool closes = false) : Exception(message)
{
    /// <summary>The status code.</summary>
    public int Status { get; } = status;

    /// <summary>Whether the rest of the connection cannot be understood.</summary>
    public bool Closes { get; } = closes;
}
