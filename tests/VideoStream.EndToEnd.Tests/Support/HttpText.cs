namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>HTTP for simulated cameras, written by hand as in a camera's firmware.</summary>
internal static class HttpText
{
    /// <summary>Reads a request without a body, up to the end of its head.</summary>
    public static async Task<string> ReadRequestAsync(this Stream stream, CancellationToken cancellationToken)
    {
        var text = new System.Text.StringBuilder();
        byte[] one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            text.Append((char)one[0]);
        }

        return text.ToString();
    }

    public static ValueTask WriteTextAsync(this Stream stream, string text, CancellationToken cancellationToken) =>
        stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(text), cancellationToken);

    /// <summary>Answers with a complete body, and keeps the connection open.</summary>
    public static async Task AnswerAsync(
        this Stream stream, string status, string type, byte[] body, CancellationToken cancellationToken, string headers = "")
    {
        await stream.WriteTextAsync(
            $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{headers}\r\n", cancellationToken);
        await stream.WriteAsync(body, cancellationToken);
    }
}
