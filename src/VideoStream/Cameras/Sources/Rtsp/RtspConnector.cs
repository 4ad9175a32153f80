using System.Net.Security;
using System.Net.Sockets;
using VideoStream.Cameras.Sources.Network;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>Opens connections to a camera, and to those that it redirects to.</summary>
/// <param name="home">The camera's own server.</param>
/// <param name="trusted">The fingerprint of the camera's certificate; null if the system must trust it, as those of other hosts.</param>
/// <param name="time">The clock.</param>
internal sealed class RtspConnector(RtspTarget home, string? trusted, TimeProvider time)
{
    private readonly StaggeredConnector _connector = new(time);

    /// <summary>Blocks until the server is connected.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before an address had answered.</exception>
    public SourceResult<RtspConnection> Connect(RtspTarget target, CancellationToken cancellationToken)
    {
        ConnectResult connected = _connector.ConnectAsync(target.Host, target.Port, cancellationToken).GetAwaiter().GetResult();
        if (!connected.IsConnected)
            return NetworkFaults.Of(connected.Error, target.Host, target.Display);
        var plain = new NetworkStream(connected.Socket, ownsSocket: true);
        return target.IsSecure ? Encrypt(connected.Socket, plain, target, cancellationToken) : new RtspConnection(connected.Socket, plain);
    }

    private SourceResult<RtspConnection> Encrypt(
        Socket socket, NetworkStream plain, RtspTarget target, CancellationToken cancellationToken)
    {
        // The fingerprint is the camera's. It says nothing of another host that a redirect names.
        string? fingerprint = target.Host == home.Host ? trusted : null;
        try
        {
            SourceResult<SslStream> secure = CameraTls
                .AuthenticateAsync(plain, target.Host, fingerprint, target.Display, cancellationToken).GetAwaiter().GetResult();
            return secure.IsOk ? new RtspConnection(socket, secure.Value) : secure.Fault;
        }
        catch (OperationCanceledException)
        {
            // It is connected, and does not answer the handshake.
            return new CameraFault(CameraFaultKind.Mute, target.Display);
        }
    }
}
