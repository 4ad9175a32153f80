namespace VideoStream.Cameras.Sources.Http;

/// <summary>Writes requests.</summary>
internal static class HttpRequestText
{
    /// <summary>The headers that browsers always send: some cameras answer only with them.</summary>
    private const string UsualHeaders = "User-Agent: VideoStream\r\nAccept: */*\r\n";

    /// <summary>A GET request.</summary>
    /// <param name="target">What is asked for.</param>
    /// <param name="authorization">The value of the <c>Authorization</c> header; null for none.</param>
    /// <param name="headers">Lines of the head; null for those of browsers.</param>
    public static byte[] Get(HttpTarget target, string? authorization, string? headers)
    {
        string credentials = authorization is null ? "" : $"Authorization: {authorization}\r\n";
        return System.Text.Encoding.UTF8.GetBytes(
            $"GET {target.Path} HTTP/1.1\r\nHost: {target.Authority}\r\n{headers ?? UsualHeaders}{credentials}\r\n");
    }
}
