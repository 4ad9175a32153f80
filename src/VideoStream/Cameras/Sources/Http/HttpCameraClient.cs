using System.Net;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Sends a camera its requests, one at a time, and holds the answer that is being read.</summary>
internal sealed class HttpCameraClient : IDisposable
{
    /// <summary>The longest time that an answer's header may take, and a whole frame that was asked for.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client;
    private CancellationTokenRegistration _abort;

    public HttpCameraClient(CameraUrl url)
        : this(url, Handler(url))
    {
    }

    /// <summary>With a handler of the caller's, which this disposes.</summary>
    internal HttpCameraClient(CameraUrl url, HttpMessageHandler handler)
    {
        Url = url;
        _client = new HttpClient(handler) { Timeout = AnswerTimeout };
    }

    public CameraUrl Url { get; }

    /// <summary>The answer that is being read; null if there is none.</summary>
    public HttpResponseMessage? Response { get; private set; }

    /// <summary>Whether an exception says that the connection failed, or was closed by a cancellation.</summary>
    public static bool IsConnectionFailure(Exception e) =>
        e is IOException or ObjectDisposedException or HttpRequestException or InvalidOperationException;

    /// <summary>Asks the camera, and waits for the header of its answer, unless there is one already.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SourceResult EnsureResponse(CancellationToken cancellationToken)
    {
        if (Response is not null)
            return SourceResult.Ok;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Url.WithoutCredentials);
            Response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            // A blocking read doesn't see the token: it ends when the connection does.
            _abort = cancellationToken.UnsafeRegister(response => ((HttpResponseMessage)response!).Dispose(), Response);
            return Response.IsSuccessStatusCode ? SourceResult.Ok : HttpFaults.Of(Url, Response.StatusCode);
        }
        catch (HttpRequestException e)
        {
            return HttpFaults.Of(Url, e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CameraFault(CameraFaultKind.Mute, Url.Display);
        }
    }

    /// <summary>The body of the answer.</summary>
    public Stream ReadBody(CancellationToken cancellationToken) => Response!.Content.ReadAsStream(cancellationToken);

    public void EndResponse()
    {
        _abort.Dispose();
        Response?.Dispose();
        Response = null;
    }

    public void Dispose()
    {
        EndResponse();
        _client.Dispose();
    }

    /// <summary>Credentials are for this host alone, also when it redirects to another.</summary>
    private static SocketsHttpHandler Handler(CameraUrl url)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 64,
            MaxResponseDrainSize = 0,
            MaxAutomaticRedirections = 5,
        };
        if (url.HasCredentials)
        {
            var root = new Uri(new Uri(url.WithoutCredentials), "/");
            handler.Credentials = new CredentialCache { { root, "Basic", url.Credentials }, { root, "Digest", url.Credentials } };
        }

        return handler;
    }
}
