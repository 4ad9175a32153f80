using System.Net.Security;
using System.Net.Sockets;
using VideoStream.Cameras.Sources.Network;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Makes a secure connection to the camera for each connection of ffmpeg, and passes the bytes on. Inside, ffmpeg speaks the plain form of
/// the protocol. Its requests name the relay's address as their host, which RTSP cameras do not look at. RTMP servers get their own.
/// </summary>
internal sealed class TlsRelay : IFfmpegRelay
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(8);

    private readonly CameraUrl _camera;
    private readonly int _port;
    private readonly string? _trusted;
    private readonly TimeProvider _time;
    private readonly ProxyTunnel? _proxy;
    private readonly StaggeredConnector _connector;
    private readonly LoopbackServer _server;
    private CameraFault? _fault;

    /// <summary>Starts to listen.</summary>
    /// <param name="camera">The address of the camera.</param>
    /// <param name="scheme">The scheme of the plain protocol.</param>
    /// <param name="port">The port of the camera.</param>
    /// <param name="options">The options of the camera: its certificate, and whether a proxy is used.</param>
    /// <param name="time">The clock.</param>
    public TlsRelay(CameraUrl camera, string scheme, int port, CameraOptions options, TimeProvider time)
    {
        (_camera, _port, _trusted, _time) = (camera, port, options.TrustedCertificate, time);
        _proxy = options.FfmpegUseProxy ? ProxyTunnel.Find(HttpClient.DefaultProxy, camera.Host, port) : null;
        _connector = new StaggeredConnector(time);
        _server = new LoopbackServer(ServeAsync);
        Url = RelayUrl.Of(camera, scheme, _server.EndPoint.ToString(), keepsCredentials: true);
    }

    public CameraUrl Url { get; }

    public IReadOnlyList<(string Name, string Value)> Options => Url.Scheme switch
    {
        // Over UDP, RTSP's video would not be secure, and would not come through the relay.
        "rtsp" => [("rtsp_transport", "tcp")],
        "rtmp" or "rtmpt" => [("rtmp_tcurl", RtmpApplication.AddressOf(_camera))],
        _ => [],
    };

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
        (string host, int port, string display) = _proxy is null ? (_camera.Host, _port, _camera.Display) : _proxy.Server;
        ConnectResult connected = await _connector.ConnectAsync(host, port, cancellationToken);
        if (!connected.IsConnected)
            return NetworkFaults.Of(connected.Error, host, display);
        using var timeout = new CancellationTokenSource(HandshakeTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var stream = new NetworkStream(connected.Socket, ownsSocket: true);
        try
        {
            if (_proxy is not null && await _proxy.OpenAsync(stream, _camera.Display, either.Token) is { IsOk: false } refused)
            {
                await stream.DisposeAsync();
                return refused.Fault;
            }

            return await CameraTls.AuthenticateAsync(stream, _camera.Host, _trusted, _camera.Display, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await stream.DisposeAsync();
            return new CameraFault(CameraFaultKind.Mute, display);
        }
    }

    /// <summary>Passes bytes on in both directions, until one side closes.</summary>
    private async Task PassOnAsync(Stream ffmpeg, Stream camera, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] directions =
        [
            ffmpeg.CopyToAsync(camera, end.Token),
            Url.Scheme == "rtsp" ? PassOnWithoutRedirectAsync(camera, ffmpeg, end.Token) : camera.CopyToAsync(ffmpeg, end.Token),
        ];
        await Task.WhenAny(directions);
        await end.CancelAsync();
        await Task.WhenAll(directions);
    }

    private async Task PassOnWithoutRedirectAsync(Stream camera, Stream ffmpeg, CancellationToken cancellationToken)
    {
        var redirect = new RtspRedirect();
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await camera.ReadAsync(buffer, cancellationToken)) > 0 && redirect.MayPass(buffer.AsSpan(0, read)))
            await ffmpeg.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        if (redirect.Location is not { } location)
            return;
        string shown = CameraUrl.TryParse(location, out CameraUrl? url) ? url.Display : "another address";
        Volatile.Write(ref _fault, new CameraFault(CameraFaultKind.Redirected, _camera.Display, shown));
    }
}
