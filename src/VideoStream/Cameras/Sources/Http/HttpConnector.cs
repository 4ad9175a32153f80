using System.Net.Security;
using System.Net.Sockets;
using VideoStream.Cameras.Sources.Network;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Opens connections to a camera's server, and to those that it redirects to.</summary>
/// <param name="connector">Connects to a host.</param>
/// <param name="home">The camera's own server.</param>
/// <param name="probe">May have a connection to the camera's own server already.</param>
/// <param name="trusted">The fingerprint of the certificate that is accepted; null for those that the system trusts.</param>
internal sealed class HttpConnector(StaggeredConnector connector, HttpTarget home, ReachabilityProbe probe, string? trusted)
{
    /// <summary>Blocks until the server is connected.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before an address had answered.</exception>
    public SourceResult<HttpConnection> Connect(HttpTarget target, CancellationToken cancellationToken)
    {
        if (target.IsSameServer(home)
            && probe.DetachConnection() is { } kept
            && Open(kept, target, isFresh: false, cancellationToken) is { IsOk: true } opened)
            return opened;

        ConnectResult connected = connector.ConnectAsync(target.Host, target.Port, cancellationToken).GetAwaiter().GetResult();
        return connected.IsConnected
            ? Open(connected.Socket, target, isFresh: true, cancellationToken)
            : NetworkFaults.Of(connected.Error, target.Host, target.Display);
    }

    private SourceResult<HttpConnection> Open(Socket socket, HttpTarget target, bool isFresh, CancellationToken cancellationToken)
    {
        try
        {
            var plain = new NetworkStream(socket, ownsSocket: true);
            if (!target.IsSecure)
                return new HttpConnection(plain, socket.Dispose) { IsFresh = isFresh };
            SourceResult<SslStream> secure = CameraTls
                .AuthenticateAsync(plain, target.Host, trusted, target.Display, cancellationToken).GetAwaiter().GetResult();
            return secure.IsOk ? new HttpConnection(secure.Value, socket.Dispose) { IsFresh = isFresh } : secure.Fault;
        }
        catch (IOException)
        {
            // The camera has closed the connection already.
            socket.Dispose();
            return new CameraFault(CameraFaultKind.LostBeforeAnswer, target.Display);
        }
        catch (OperationCanceledException)
        {
            // It is connected, and does not answer the handshake.
            return new CameraFault(CameraFaultKind.Mute, target.Display);
        }
    }
}
