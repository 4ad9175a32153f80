using System.Net;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Sends requests to a camera, one at a time, and keeps the response that is being read.</summary>
internal sealed class HttpCameraClient : IDisposable
{
    /// <summary>The time limit for the header of a response, and for a whole polled frame.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private CancellationTokenRegistration _abort;

    public HttpCameraClient(CameraUrl url, TimeProvider time)
        : this(url, CreateHandler(url), time)
    {
    }

    /// <summary>Uses this handler, and disposes it.</summary>
    internal HttpCameraClient(CameraUrl url, HttpMessageHandler handler, TimeProvider time)
    {
        (Url, _time) = (url, time);
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public CameraUrl Url { get; }

    /// <summary>The response that is being read; null if there is none.</summary>
    public HttpResponseMessage? Response { get; private set; }

    /// <summary>The content type of the response as it was received; null if there is none.</summary>
    public string? ContentType =>
        Response!.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.FirstOrDefault() : null;

    /// <summary>The length of the body in bytes; null if the response does not say.</summary>
    public long? ContentLength => Response!.Content.Headers.ContentLength;

    /// <summary>Whether an exception means that the connection failed, or was closed by a cancellation.</summary>
    public static bool IsConnectionFailure(Exception e) =>
        e is IOException or ObjectDisposedException or HttpRequestException or InvalidOperationException;

    /// <summary>Sends a request and waits for the header of the response, unless there is a response already.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SourceResult EnsureResponse(CancellationToken cancellationToken)
    {
        if (Response is not null)
            return SourceResult.Ok;
        // HttpClient.Timeout would use the system's clock.
        using var timeout = new CancellationTokenSource(ResponseTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Url.WithoutCredentials);
            Response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            // A blocking read ignores the token. It ends when the connection is closed.
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

    /// <summary>The body of the response.</summary>
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

    /// <summary>Sends the credentials to this host only, also after a redirect to another host.</summary>
    private static SocketsHttpHandler CreateHandler(CameraUrl url)
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
