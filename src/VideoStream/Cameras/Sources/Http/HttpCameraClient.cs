using VideoStream.Cameras.Sources.Http.Authentication;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Sends requests to a camera, one at a time, and keeps the response that is being read. Follows redirects and authenticates.
/// It is not made with <see cref="HttpClient"/>, which refuses responses that browsers accept: those with a header line without a name or
/// a colon, with <c>ICY 200</c>, or with a chunk that lacks its line end. No property of <see cref="SocketsHttpHandler"/> changes that; a
/// <c>PlaintextStreamFilter</c> would have to parse the response before the handler does. Nor does its authentication use a nonce again.
/// </summary>
internal sealed class HttpCameraClient : IDisposable
{
    /// <summary>The time limit for the header of a response, and for a whole polled frame.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(8);

    private const int MaxRedirects = 5;

    private readonly HttpConversation _conversation;
    private readonly HttpRequester _requester;
    private readonly TimeProvider _time;
    private HttpTarget _target;
    private HttpTarget _answered;
    private CancellationTokenRegistration _abort;

    /// <summary>Makes a client.</summary>
    /// <param name="url">The address of the camera.</param>
    /// <param name="connect">Opens a connection to a server.</param>
    /// <param name="time">The clock.</param>
    /// <param name="authenticator">What other clients of this camera learned of its authentication; null if there are none.</param>
    public HttpCameraClient(
        CameraUrl url,
        Func<HttpTarget, CancellationToken, SourceResult<HttpConnection>> connect,
        TimeProvider time,
        HttpAuthenticator? authenticator = null)
    {
        (Url, _target, _time) = (url, HttpTarget.Of(url), time);
        _answered = _target;
        _conversation = new HttpConversation(connect, time);
        _requester = new HttpRequester(_conversation, _target, authenticator ?? HttpAuthenticator.Of(url), url.Display);
    }

    public CameraUrl Url { get; }

    /// <summary>The response that is being read; null if there is none.</summary>
    public CameraResponse? Response { get; private set; }

    /// <inheritdoc cref="ResponseHead.ContentType"/>
    public string? ContentType => Response!.Head.ContentType;

    /// <inheritdoc cref="ResponseHead.ContentLength"/>
    public long? ContentLength => Response!.Head.ContentLength;

    /// <inheritdoc cref="HttpConversation.IsFailure"/>
    public static bool IsConnectionFailure(Exception e) => HttpConversation.IsFailure(e);

    /// <summary>Sends a request and waits for the header of the response, unless there is a response already.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SourceResult EnsureResponse(CancellationToken cancellationToken)
    {
        if (Response is not null)
            return SourceResult.Ok;
        using var timeout = new CancellationTokenSource(ResponseTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            SourceResult<CameraResponse> result = Follow(either.Token);
            cancellationToken.ThrowIfCancellationRequested();
            if (!result.IsOk)
                return result.Fault;
            // No Content and Reset Content have no body.
            if (result.Value.Status is < 200 or 204 or 205 or > 299)
                return HttpFaults.Of(Url, result.Value.Status);
            Response = result.Value;
            // A blocking read ignores the token. It ends when the connection is closed.
            _abort = cancellationToken.UnsafeRegister(response => ((CameraResponse)response!).Abort(), Response);
            return SourceResult.Ok;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CameraFault(_conversation.IsConnected ? CameraFaultKind.Mute : CameraFaultKind.NoAnswer, Url.Display);
        }
    }

    /// <summary>Whether the response may refer to an address.</summary>
    /// <param name="reference">An address, relative to that of the response.</param>
    public bool CanFollow(string reference) => _answered.TryFollow(reference, out _);

    /// <summary>Ends the response, and sends a request for what it refers to.</summary>
    /// <param name="reference">An address, relative to that of the response.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>False if there is no response to it.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool TryFollow(string reference, CancellationToken cancellationToken)
    {
        EndResponse();
        if (!_answered.TryFollow(reference, out HttpTarget? target))
            return false;
        _target = target;
        return EnsureResponse(cancellationToken).IsOk;
    }

    /// <summary>Ends the response. The connection is kept for the next request if that is possible.</summary>
    public void EndResponse()
    {
        _abort.Dispose();
        if (Response is { IsKeptAlive: false })
            _conversation.Disconnect();
        Response = null;
    }

    /// <summary>Ends the response and its connection, so that another program can have the camera's only one.</summary>
    public void Disconnect()
    {
        EndResponse();
        _conversation.Disconnect();
    }

    public void Dispose() => Disconnect();

    private SourceResult<CameraResponse> Follow(CancellationToken cancellationToken)
    {
        HttpTarget target = _target;
        for (int redirects = 0; ; redirects++)
        {
            SourceResult<CameraResponse> result = _requester.Send(target, headers: null, cancellationToken);
            if (!result.IsOk || result.Value.Status is not (301 or 302 or 303 or 307 or 308))
            {
                _answered = target;
                return result;
            }

            if (redirects == MaxRedirects)
                return NotFollowed(target, result.Value.Status, $"that leads on after {MaxRedirects} redirects");
            if (!target.TryFollow(result.Value.Head.First("Location"), out HttpTarget? next))
                return NotFollowed(target, result.Value.Status, "that leads out of HTTP, or from https to http");
            target = next;
        }
    }

    private static CameraFault NotFollowed(HttpTarget target, int status, string why) =>
        new(CameraFaultKind.HttpStatus, target.Display, $"{status}, a redirect {why}");
}
