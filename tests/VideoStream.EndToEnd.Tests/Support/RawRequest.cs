using System.Net.Sockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A request that no library sends.</summary>
internal static class RawRequest
{
    /// <summary>Sends it and reads the head of the answer, both in Latin-1.</summary>
    /// <param name="service">The service's address.</param>
    /// <param name="request">Method and path.</param>
    /// <param name="last">A header, or several, and perhaps a body.</param>
    public static async Task<string> AnswerAsync(Uri service, string request, string last)
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        string host = last.StartsWith("Host:", StringComparison.Ordinal) ? "" : "Host: localhost\r\n";
        string close = last.StartsWith("Connection:", StringComparison.Ordinal) ? "" : "Connection: close\r\n";
        using var sockets = new Sockets();
        Socket socket = await sockets.ConnectAsync(service);
        string text = $"{request} HTTP/1.1\r\n{host}{close}{last}\r\n\r\n";
        await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(text)).WaitAsync(TestClient.Timeout, cancelled);
        byte[] answer = new byte[16 * 1024];
        int read = 0, more;
        do
        {
            more = await socket.ReceiveAsync(answer.AsMemory(read)).AsTask().WaitAsync(TestClient.Timeout, cancelled);
            read += more;
        }
        while (more > 0 && answer.AsSpan(0, read).IndexOf("\r\n\r\n"u8) < 0);
        return System.Text.Encoding.Latin1.GetString(answer, 0, read);
    }
}
