using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A server of RTMPT: RTMP in the bodies of HTTP requests and responses.</summary>
internal static partial class RtmpTunnel
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    /// <summary>Serves a connection, and passes on what is in its requests.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="port">The port of an RTMP server on loopback.</param>
    /// <param name="end">Ends it.</param>
    public static async Task ServeAsync(Stream client, int port, CancellationToken end)
    {
        using var server = new TcpClient("127.0.0.1", port);
        NetworkStream stream = server.GetStream();
        byte[] buffer = new byte[256 * 1024];
        while (true)
        {
            string request = await client.ReadRequestAsync(end);
            byte[] sent = new byte[int.Parse(Length().Match(request).Groups["bytes"].ValueSpan, CultureInfo.InvariantCulture)];
            await client.ReadExactlyAsync(sent, end);
            if (request.StartsWith("POST /open", StringComparison.Ordinal))
            {
                await client.AnswerAsync("200 OK", "application/x-fcs", "1\n"u8.ToArray(), end);
                continue;
            }

            if (request.StartsWith("POST /send", StringComparison.Ordinal))
                await stream.WriteAsync(sent, end);
            await Task.Delay(Wait, end);
            int length = stream.DataAvailable ? await stream.ReadAsync(buffer, end) : 0;
            // The first byte says how long to wait with the next request.
            await client.AnswerAsync("200 OK", "application/x-fcs", [1, .. buffer[..length]], end);
        }
    }

    [GeneratedRegex(@"Content-Length: (?<bytes>[0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Length();
}
