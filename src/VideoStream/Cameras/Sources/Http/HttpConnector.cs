using System.Net.Security;
using System.Net.Sockets;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Network;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Opens connections to a camera's server, and to those that it redirects to.</summary>
/// <param name="connector">Connects to a host.</param>
/// <param name="home">The camera's own server.</param>
/// <param name="probe">May have a connection to the camera's own server already; null if there is none.</param>
/// <param name="trusted">The fingerprint of the camera's certificate; null if the system must trust it, as those of other hosts.</param>
internal sealed class HttpConnector(StaggeredConnector connector, HttpTarget home, ReachabilityProbe? probe, string? trusted)
{
    /// <summary>Finds the proxy for a server; null if it is connected directly.</summary>
    public Func<HttpTarget, ProxyTunnel?> FindProxy { get; init; } = _ => null;

    /// <summary>Blocks until the server is connected.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before an address had answered.</exception>
    public SourceResult<HttpConnection> Connect(HttpTarget target, CancellationToken cancellationToken)
    {
        if (target.IsSameServer(home)
            && probe?.DetachConnection() is { } kept
            && Open(kept, target, proxy: null, isFresh: false, cancellationToken) is { IsOk: true } opened)
            return opened;

        ProxyTunnel? proxy = FindProxy(target);
        (string host, int port, string display) = proxy?.Server ?? (target.Host, target.Port, target.Display);
        ConnectResult connected = connector.ConnectAsync(host, port, cancellationToken).GetAwaiter().GetResult();
        return connected.IsConnected
            ? Open(connected.Socket, target, proxy, isFresh: true, cancellationToken)
            : NetworkFaults.Of(connected.Error, host, display);
    }

    private SourceResult<HttpConnection> Open(
        Socket socket, HttpTarget target, ProxyTunnel? proxy, bool isFresh, CancellationToken cancellationToken)
    {
        try
        {
            SourceResult<Stream> opened = OpenAsync(socket, target, proxy, cancellationToken).GetAwaiter().GetResult();
            return opened.IsOk ? new HttpConnection(opened.Value, socket.Dispose) { IsFresh = isFresh } : opened.Fault;
        }
        catch (IOException)
        {
            // The camera has closed the connection already.
            socket.Dispose();
            return new CameraFault(CameraFaultKind.LostBeforeAnswer, target.Display);
        }
        catch (OperationCanceledException)
        {
            // It is connected, and the camera does not answer the handshake, or the proxy does not answer.
            socket.Dispose();
            return new CameraFault(CameraFaultKind.Mute, target.Display);
        }
    }

    private async Task<SourceResult<Stream>> OpenAsync(
        Socket socket, HttpTarget target, ProxyTunnel? proxy, CancellationToken cancellationToken)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (proxy is not null && await proxy.OpenAsync(plain, target.Display, cancellationToken) is { IsOk: false } refused)
        {
            await plain.DisposeAsync();
            return refused.Fault;
        }

        if (!target.IsSecure)
            return plain;
        // The fingerprint is the camera's. It says nothing of another host that a redirect or a playlist names.
        string? fingerprint = target.Host == home.Host ? trusted : null;
        SourceResult<SslStream> secure =
            await CameraTls.AuthenticateAsync(plain, target.Host, fingerprint, target.Display, cancellationToken);
        return secure.IsOk ? secure.Value : secure.Fault;
    }
}
