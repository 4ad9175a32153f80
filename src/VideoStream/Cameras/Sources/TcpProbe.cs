using System.Net.Sockets;

namespace VideoStream.Cameras.Sources;

/// <summary>Checks whether a camera accepts TCP connections.</summary>
internal static class TcpProbe
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Connects to the URL's host and port, and closes the connection. A URL without host or port counts as reachable.</summary>
    public static async Task<bool> IsReachableAsync(CameraUrl url, TimeProvider time, CancellationToken cancellationToken)
    {
        if (url.Host.Length == 0 || url.Port == 0)
            return true;
        using var timeout = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(url.Host, url.Port, either.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
