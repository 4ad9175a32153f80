namespace VideoStream.Cameras.Sources.Http;

/// <summary>Writes requests.</summary>
internal static class HttpRequestText
{
    /// <summary>
    /// A GET request. Its headers are those that browsers always send: some cameras answer only with them.
    /// </summary>
    /// <param name="target">What is asked for.</param>
    /// <param name="authorization">The value of the <c>Authorization</c> header; null for none.</param>
    public static byte[] Get(HttpTarget target, string? authorization)
    {
        string credentials = authorization is null ? "" : $"Authorization: {authorization}\r\n";
        return System.Text.Encoding.UTF8.GetBytes(
            $"GET {target.Path} HTTP/1.1\r\nHost: {target.Authority}\r\nUser-Agent: VideoStream\r\nAccept: */*\r\n{credentials}\r\n");
    }
}
