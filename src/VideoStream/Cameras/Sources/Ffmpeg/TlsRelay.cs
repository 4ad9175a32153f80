using System.Net.Security;
using System.Net.Sockets;
using VideoStream.Cameras.Sources.Network;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Makes a secure connection to the camera for each connection of ffmpeg, and passes the bytes on. Inside, ffmpeg speaks the plain form of
/// the protocol. Its requests name the relay's address as their host, which cameras do not look at.
/// </summary>
internal sealed class TlsRelay : IFfmpegRelay
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(8);

    private readonly CameraUrl _camera;
    private readonly int _port;
    private readonly string? _trusted;
    private readonly TimeProvider _time;
    private readonly StaggeredConnector _connector;
    private readonly LoopbackServer _server;
    private CameraFault? _fault;

    /// <summary>Starts to listen.</summary>
    /// <param name="camera">The address of the camera.</param>
    /// <param name="scheme">The scheme of the plain protocol.</param>
    /// <param name="port">The port of the camera.</param>
    /// <param name="trusted">The fingerprint of the camera's certificate; null if a root certificate must vouch for it.</param>
    /// <param name="time">The clock.</param>
    public TlsRelay(CameraUrl camera, string scheme, int port, string? trusted, TimeProvider time)
    {
        (_camera, _port, _trusted, _time) = (camera, port, trusted, time);
        _connector = new StaggeredConnector(time);
        _server = new LoopbackServer(ServeAsync);
        Url = RelayUrl.Of(camera, scheme, _server.EndPoint.ToString(), keepsCredentials: true);
    }

    public CameraUrl Url { get; }

    /// <summary>Over UDP, RTSP's video would not be secure, and would not come through the relay.</summary>
    public IReadOnlyList<(string Name, string Value)> Options => Url.Scheme == "rtsp" ? [("rtsp_transport", "tcp")] : [];

    public CameraFault? Fault => Volatile.Read(ref _fault);

    public void Serve(int process) => _server.Start(process);

    public void Dispose() => _server.Dispose();

    private async Task ServeAsync(NetworkStream ffmpeg, CancellationToken cancellationToken)
    {
        SourceResult<SslStream> connected = await ConnectAsync(cancellationToken);
        Volatile.Write(ref _fault, connected.Fault);
        if (!connected.IsOk)
            return;
        await using (connected.Value)
            await PassOnAsync(ffmpeg, connected.Value, cancellationToken);
    }

    private async Task<SourceResult<SslStream>> ConnectAsync(CancellationToken cancellationToken)
    {
        ConnectResult connected = await _connector.ConnectAsync(_camera.Host, _port, cancellationToken);
        if (!connected.IsConnected)
            return NetworkFaults.Of(connected.Error, _camera.Host, _camera.Display);
        using var timeout = new CancellationTokenSource(HandshakeTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var stream = new NetworkStream(connected.Socket, ownsSocket: true);
            return await CameraTls.AuthenticateAsync(stream, _camera.Host, _trusted, _camera.Display, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CameraFault(CameraFaultKind.Mute, _camera.Display);
        }
    }

    /// <summary>Passes bytes on in both directions, until one side closes.</summary>
    private static async Task PassOnAsync(Stream ffmpeg, Stream camera, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] directions = [ffmpeg.CopyToAsync(camera, end.Token), camera.CopyToAsync(ffmpeg, end.Token)];
        await Task.WhenAny(directions);
        await end.CancelAsync();
        await Task.WhenAll(directions);
    }
}
