using System.Net.Sockets;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Cameras.Sources.Http.Authentication;
using VideoStream.Cameras.Sources.Network;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// An HTTP proxy for ffmpeg. ffmpeg gets every address as plain <c>http</c>, with the port of the secure one, and asks the relay for it. So
/// hosts and relative addresses stay what they are. The relay makes the requests, with TLS where the camera's address, a redirect or a
/// playlist said <c>https</c>. It also has the user and the password, which ffmpeg does not get. It reads responses as tolerantly as those
/// of any other camera.
/// </summary>
internal sealed class HttpRelay : IFfmpegRelay
{
    private readonly CameraUrl _camera;
    private readonly TimeProvider _time;
    private readonly HttpTarget _home;
    private readonly HttpAuthenticator _authenticator;
    private readonly HttpConnector _connector;
    private readonly SecureAddresses _secure = new();
    private readonly LoopbackServer _server;
    private HttpConversation? _idle;
    private CameraFault? _fault;

    /// <summary>Starts to listen.</summary>
    public HttpRelay(CameraUrl camera, CameraOptions options, TimeProvider time)
    {
        (_camera, _time, _home, _authenticator) = (camera, time, HttpTarget.Of(camera), HttpAuthenticator.Of(camera));
        _connector = new HttpConnector(new StaggeredConnector(time), _home, probe: null, options.TrustedCertificate)
        {
            FindProxy = target => options.FfmpegUseProxy
                ? ProxyTunnel.Find(HttpClient.DefaultProxy, target.Host, target.Port, target.IsSecure)
                : null,
        };
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
        Keep(null);
    }

    /// <summary>Serves one request. ffmpeg makes the next one on another connection.</summary>
    private async Task ServeAsync(NetworkStream ffmpeg, CancellationToken cancellationToken)
    {
        if (await RelayRequest.ReadAsync(ffmpeg, cancellationToken) is not { } asked || asked.Target(_secure) is not { } target)
            return;
        // Reads from the camera block.
        await Task.Factory.StartNew(
            () => Serve(asked, target, ffmpeg, cancellationToken),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private void Serve(RelayRequest asked, HttpTarget target, NetworkStream ffmpeg, CancellationToken cancellationToken)
    {
        HttpConversation conversation = Interlocked.Exchange(ref _idle, null) ?? new HttpConversation(_connector.Connect, _time);
        bool isWhole = false;
        try
        {
            isWhole = TryPassOn(conversation, asked, target, ffmpeg, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            Volatile.Write(ref _fault, new CameraFault(CameraFaultKind.BrokenStream, target.Display, e.Message));
        }
        catch (Exception e) when (HttpCameraClient.IsConnectionFailure(e))
        {
            // The camera or ffmpeg closed the connection, or the relay is disposed. ffmpeg sees that itself.
        }
        finally
        {
            if (isWhole)
                Keep(conversation);
            else
                conversation.Dispose();
            // Disposed meanwhile.
            if (cancellationToken.IsCancellationRequested)
                Keep(null);
        }
    }

    private bool TryPassOn(
        HttpConversation conversation, RelayRequest asked, HttpTarget target, NetworkStream ffmpeg, CancellationToken cancellationToken)
    {
        SourceResult<CameraResponse> result = Request(conversation, asked, target, cancellationToken);
        CameraFault? fault = result.IsOk ? FaultOf(target, result.Value) : result.Fault;
        Volatile.Write(ref _fault, fault);
        if (fault is not null || !result.IsOk)
            return false;
        using CancellationTokenRegistration abort =
            cancellationToken.UnsafeRegister(response => ((CameraResponse)response!).Abort(), result.Value);
        new RelayResponse(result.Value, target, _secure).Write(ffmpeg);
        return true;
    }

    private SourceResult<CameraResponse> Request(
        HttpConversation conversation, RelayRequest asked, HttpTarget target, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(HttpCameraClient.ResponseTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var requester = new HttpRequester(conversation, _home, _authenticator, _camera.Display);
            return requester.Send(target, asked.HeaderLines, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CameraFault(conversation.IsConnected ? CameraFaultKind.Mute : CameraFaultKind.NoAnswer, target.Display);
        }
    }

    /// <summary>Keeps the connection of a response that was read for the next request, in place of another one.</summary>
    private void Keep(HttpConversation? conversation) => Interlocked.Exchange(ref _idle, conversation)?.Dispose();

    /// <summary>A redirect must not lead from a secure address to one that is not.</summary>
    private CameraFault? FaultOf(HttpTarget target, CameraResponse response) =>
        target.IsSecure
        && Uri.TryCreate(response.Head.First("Location"), UriKind.Absolute, out Uri? location)
        && location.Scheme == Uri.UriSchemeHttp
            ? new CameraFault(CameraFaultKind.ForbiddenAddress, _camera.Display, "http:, after https:")
            : null;
}
