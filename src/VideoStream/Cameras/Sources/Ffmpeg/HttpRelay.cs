using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using VideoStream.Cameras.Sources.Network;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// An HTTP proxy for ffmpeg. ffmpeg gets every address as plain <c>http</c>, with the port of the secure one, and asks the relay for it. So
/// hosts and relative addresses stay what they are. The relay makes the requests, with TLS where the camera's address, a redirect or a
/// playlist said <c>https</c>. It also has the user and the password, which ffmpeg does not get.
/// </summary>
internal sealed class HttpRelay : IFfmpegRelay
{
    private readonly CameraUrl _camera;
    private readonly CameraOptions _options;
    private readonly StaggeredConnector _connector;
    private readonly HttpMessageInvoker _client;
    private readonly SecureAddresses _secure = new();
    private readonly LoopbackServer _server;
    private CameraFault? _fault;
    private string _refusedCertificate = "";

    /// <summary>Starts to listen.</summary>
    public HttpRelay(CameraUrl camera, CameraOptions options, TimeProvider time)
    {
        (_camera, _options) = (camera, options);
        _connector = new StaggeredConnector(time);
        _client = new HttpMessageInvoker(CreateHandler());
        _server = new LoopbackServer(ServeAsync);
        string authority = RelayUrl.Authority(camera.Host, camera.Port);
        if (camera.Scheme == "https")
            _secure.Add(authority);
        Url = RelayUrl.Of(camera, "http", authority, keepsCredentials: false);
    }

    public CameraUrl Url { get; }

    public IReadOnlyList<(string Name, string Value)> Options => [("http_proxy", $"http://{_server.EndPoint}")];

    public CameraFault? Fault => Volatile.Read(ref _fault);

    public void Serve(int process) => _server.Start(process);

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
    }

    /// <summary>Serves one request. ffmpeg makes the next one on another connection.</summary>
    private async Task ServeAsync(NetworkStream ffmpeg, CancellationToken cancellationToken)
    {
        if (await RelayRequest.ReadAsync(ffmpeg, cancellationToken) is not { } asked || asked.Message(_secure) is not { } request)
            return;
        using (request)
        {
            try
            {
                using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
                bool isDowngrade = IsDowngrade(request.RequestUri!, response.Headers.Location);
                var forbidden = new CameraFault(CameraFaultKind.ForbiddenAddress, _camera.Display, "http:, after https:");
                Volatile.Write(ref _fault, isDowngrade ? forbidden : null);
                if (!isDowngrade)
                    await new RelayResponse(response, _secure).WriteAsync(ffmpeg, cancellationToken);
            }
            catch (HttpRequestException e)
            {
                Volatile.Write(ref _fault, FaultOf(request.RequestUri!, e));
            }
        }
    }

    /// <summary>Whether a redirect leads from a secure address to one that is not.</summary>
    private static bool IsDowngrade(Uri from, Uri? to) =>
        from.Scheme == Uri.UriSchemeHttps && to is { IsAbsoluteUri: true } && to.Scheme == Uri.UriSchemeHttp;

    private CameraFault FaultOf(Uri address, HttpRequestException e)
    {
        string shown = new CameraUrl(address.GetLeftPart(UriPartial.Authority)).Display;
        if (e.InnerException is SocketException socket)
            return NetworkFaults.Of(socket.SocketErrorCode, address.Host, shown);
        if (e.HttpRequestError != HttpRequestError.SecureConnectionError)
            return new CameraFault(CameraFaultKind.LostBeforeAnswer, shown);
        return _refusedCertificate.Length > 0
            ? new CameraFault(CameraFaultKind.CertificateRefused, shown, _refusedCertificate)
            : new CameraFault(CameraFaultKind.TlsFailed, shown, (e.InnerException ?? e).Message);
    }

    private SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler
        {
            // ffmpeg follows redirects, because it resolves relative addresses by them.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = _options.FfmpegUseProxy,
            PreAuthenticate = true,
            MaxResponseDrainSize = 0,
            ConnectCallback = ConnectAsync,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = IsTrusted;
        if (_camera.HasCredentials)
        {
            // For this host only.
            var root = new Uri($"{_camera.Scheme}://{RelayUrl.Authority(_camera.Host, _camera.Port)}/");
            handler.Credentials = new CredentialCache { { root, "Basic", _camera.Credentials }, { root, "Digest", _camera.Credentials } };
        }

        return handler;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint endpoint = context.DnsEndPoint;
        ConnectResult connected = await _connector.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken);
        return connected.IsConnected
            ? new NetworkStream(connected.Socket, ownsSocket: true)
            : throw new SocketException((int)connected.Error);
    }

    /// <summary>The configured fingerprint is the camera's. It says nothing of another host that a playlist names.</summary>
    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        bool isCamera = string.Equals((sender as SslStream)?.TargetHostName, _camera.Host, StringComparison.OrdinalIgnoreCase);
        var check = new CertificateCheck(isCamera ? _options.TrustedCertificate : null);
        bool isTrusted = check.IsTrusted(certificate, chain, errors);
        _refusedCertificate = check.Problem;
        return isTrusted;
    }
}
