using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>
/// A camera that is reached over HTTP. What it answers decides how it is read: MJPEG (<c>multipart/x-mixed-replace</c>) as it comes,
/// <c>image/jpeg</c> by asking again and again, all else by ffmpeg.
/// </summary>
internal sealed class HttpCamera(CameraUrl url, CameraOptions options, TimeProvider time) : ICameraReader
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(8);

    private readonly PictureSchedule _schedule = new(time);
    private HttpClient? _client;
    private HttpResponseMessage? _response;
    private CancellationTokenRegistration _abort;
    private MultipartPictures? _parts;
    private ICameraReader? _other;
    private JpegBuffer? _picture;
    private JpegScanner _scanned;

    public string? Open(CancellationToken cancellationToken)
    {
        _client = new HttpClient(Handler()) { Timeout = AnswerTimeout };
        if (Request(cancellationToken) is { } problem)
            return problem;
        MediaTypeHeaderValue? type = _response!.Content.Headers.ContentType;
        string name = type?.MediaType?.ToLowerInvariant() ?? "";
        if (name.StartsWith("multipart/", StringComparison.Ordinal))
        {
            _parts = new MultipartPictures(_response.Content.ReadAsStream(cancellationToken), Boundary(type!));
            return null;
        }

        if (name == "image/jpeg")
        {
            _schedule.Restart();
            return null;
        }

        // What has a length is a film or a playlist, of which ffmpeg gets many pictures at once.
        bool isPaced = _response.Content.Headers.ContentLength is not null;
        EndResponse();
        if (name is "text/html" or "text/plain" or "application/json")
            return $"{url.Display} answers with {(name == "text/html" ? "a web page" : "text")} ({name}), not with a picture";
        _other = new FfmpegCamera(url, options, time, isPaced);
        return _other.Open(cancellationToken);
    }

    public string? Grab(CancellationToken cancellationToken)
    {
        if (_other is not null)
            return _other.Grab(cancellationToken);
        try
        {
            return _parts is not null ? _parts.ReadNext() is { } end ? $"{url.Display}: {end}" : null : Poll(cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or HttpRequestException or InvalidOperationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return $"{url.Display}: connection lost";
        }
    }

    public bool Retrieve(FrameContent content, Capture capture)
    {
        if (_other is not null)
            return _other.Retrieve(content, capture);
        JpegBuffer? picture = _parts is not null ? _parts.Take() : _picture;
        _picture = null;
        if (picture is null)
            return false;
        content.Put(picture, _parts?.Scanned ?? _scanned);
        return true;
    }

    public void Close()
    {
        _other?.Close();
        _picture?.Release();
        _picture = null;
        _parts?.Dispose();
        _parts = null;
        EndResponse();
        _client?.Dispose();
        _client = null;
    }

    /// <summary>Credentials are for this host alone, wherever it may redirect to.</summary>
    private SocketsHttpHandler Handler()
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

    /// <summary>Asks the camera, and waits for the header of its answer.</summary>
    /// <returns>What is wrong; null if there is an answer.</returns>
    private string? Request(CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url.WithoutCredentials);
            _response = _client!.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            // A read that waits doesn't know of the token: it ends when the connection does.
            _abort = cancellationToken.UnsafeRegister(response => ((HttpResponseMessage)response!).Dispose(), _response);
            return _response.IsSuccessStatusCode ? null : Describe(_response.StatusCode);
        }
        catch (HttpRequestException e)
        {
            return Describe(e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{url.Display} takes connections, but doesn't answer";
        }
    }

    private string? Poll(CancellationToken cancellationToken)
    {
        _schedule.WaitForNext(TimeSpan.FromSeconds(1 / options.FrameRate), cancellationToken);
        if (_response is null && Request(cancellationToken) is { } problem)
            return problem;
        // Bounded, although a single read may be: a camera could send a byte at a time for ever.
        using var slow = new CancellationTokenSource(AnswerTimeout, time);
        using CancellationTokenRegistration abort = slow.Token.UnsafeRegister(response => ((HttpResponseMessage)response!).Dispose(), _response);
        using var received = new JpegReceiver(_response!.Content.ReadAsStream(cancellationToken));
        try
        {
            var scanner = new JpegScanner();
            while (scanner.Advance(received.Data) is var scan && scan != JpegScan.Complete)
            {
                if (scan == JpegScan.Damaged || !received.Fill())
                    return null;
            }

            (_picture, _scanned) = (received.Take(scanner.Length), scanner);
            // To its end, so that the connection can be used again.
            if (received.Data.IsEmpty)
                received.Fill();
            return null;
        }
        catch (InvalidDataException e)
        {
            return $"{url.Display}: {e.Message}";
        }
        finally
        {
            EndResponse();
        }
    }

    private void EndResponse()
    {
        _abort.Dispose();
        _response?.Dispose();
        _response = null;
    }

    private static string? Boundary(MediaTypeHeaderValue type) =>
        type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value;

    private string Describe(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized when url.HasCredentials => $"{url.Display} refuses the user name or password",
        HttpStatusCode.Unauthorized => $"{url.Display} asks for a user name and password",
        HttpStatusCode.Forbidden => $"{url.Display} forbids it (403)",
        HttpStatusCode.NotFound => $"{url.Display} has nothing at that path (404)",
        _ => $"{url.Display} answers {(int)status}",
    };

    private string Describe(HttpRequestException e) => (e.HttpRequestError, (e.InnerException as SocketException)?.SocketErrorCode) switch
    {
        (HttpRequestError.NameResolutionError, _) => $"unknown host: {url.Host}",
        (_, SocketError.ConnectionRefused) => $"{url.Display}: connection refused, nothing listens there",
        (_, SocketError.HostUnreachable or SocketError.NetworkUnreachable) => $"no route to {url.Display}",
        (_, SocketError.TimedOut) or (HttpRequestError.ConnectionError, _) when e.InnerException is not SocketException { SocketErrorCode: SocketError.ConnectionReset } =>
            $"no answer from {url.Display}",
        (HttpRequestError.SecureConnectionError, _) => $"{url.Display}: no secure connection: {url.Redact((e.InnerException ?? e).Message)}",
        (HttpRequestError.ConfigurationLimitExceeded, _) => $"{url.Display}: the header of its answer is too long",
        (HttpRequestError.InvalidResponse, _) => $"{url.Display} doesn't speak HTTP",
        _ => $"{url.Display}: connection lost before an answer came",
    };
}
