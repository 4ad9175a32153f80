namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Sends requests one after the other, and keeps the connection between them if the server allows it and the response was read to its end.
/// </summary>
/// <param name="connect">Opens a connection.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpConversation(Func<HttpTarget, CancellationToken, SourceResult<HttpConnection>> connect, TimeProvider time)
    : IDisposable
{
    /// <summary>The rest of a response that is worth reading, in bytes and in time, to use its connection again.</summary>
    private const int MaxDrainBytes = 1024 * 1024;

    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);

    private HttpTarget? _server;
    private HttpConnection? _connection;
    private CameraResponse? _response;

    /// <summary>Whether the last request reached a server, answered or not.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether an exception means that a connection failed, or was closed by a cancellation.</summary>
    public static bool IsFailure(Exception e) => e is IOException or ObjectDisposedException or InvalidOperationException;

    /// <summary>Sends a GET request and waits for the head of the response.</summary>
    /// <param name="target">What is asked for.</param>
    /// <param name="authorization">The value of the <c>Authorization</c> header; null for none.</param>
    /// <param name="headers">Lines of the request's head; null for those of browsers.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SourceResult<CameraResponse> Send(
        HttpTarget target, string? authorization, string? headers, CancellationToken cancellationToken)
    {
        bool isReused = TryReuse(target, cancellationToken);
        while (true)
        {
            if (!isReused && Connect(target, cancellationToken) is { IsOk: false } failed)
                return failed.Fault;
            bool wasFresh = _connection!.IsFresh;
            ReceiveStatus status = Exchange(HttpRequestText.Get(target, authorization, headers), out ResponseHead head, cancellationToken);
            if (status == ReceiveStatus.Complete)
            {
                _connection.IsFresh = false;
                return _response = new CameraResponse(_connection, head);
            }

            Disconnect();
            cancellationToken.ThrowIfCancellationRequested();
            // A server may close an idle connection at any time.
            if (status != ReceiveStatus.Ended || wasFresh)
                return HttpFaults.Of(target, status);
            isReused = false;
        }
    }

    /// <summary>Closes the connection, if there is one.</summary>
    public void Disconnect()
    {
        _connection?.Dispose();
        (_connection, _response, _server) = (null, null, null);
    }

    public void Dispose() => Disconnect();

    private SourceResult Connect(HttpTarget target, CancellationToken cancellationToken)
    {
        IsConnected = false;
        SourceResult<HttpConnection> result = connect(target, cancellationToken);
        if (!result.IsOk)
            return result.Fault;
        (_connection, _server, IsConnected) = (result.Value, target, true);
        return SourceResult.Ok;
    }

    private ReceiveStatus Exchange(byte[] request, out ResponseHead head, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration abort = AbortOn(cancellationToken);
        try
        {
            _connection!.Send(request);
            return ResponseHeadReader.Read(_connection.Received, out head);
        }
        catch (Exception e) when (IsFailure(e))
        {
            head = new ResponseHead(0, false, []);
            return ReceiveStatus.Ended;
        }
    }

    /// <summary>Keeps the connection of the last response if another request may follow on it.</summary>
    private bool TryReuse(HttpTarget target, CancellationToken cancellationToken)
    {
        if (_response is { IsKeptAlive: true } && target.IsSameServer(_server!) && TryDrain(_response.Body, cancellationToken))
            return true;
        Disconnect();
        return false;
    }

    private bool TryDrain(ResponseBody body, CancellationToken cancellationToken)
    {
        if (body.IsComplete)
            return true;
        using var timeout = new CancellationTokenSource(DrainTimeout, time);
        using CancellationTokenRegistration abort = AbortOn(timeout.Token), cancel = AbortOn(cancellationToken);
        Span<byte> rest = stackalloc byte[4096];
        try
        {
            for (int drained = 0; drained < MaxDrainBytes && !body.IsComplete;)
            {
                int read = body.Read(rest);
                if (read == 0)
                    break;
                drained += read;
            }
        }
        catch (Exception e) when (IsFailure(e) || e is InvalidDataException)
        {
            return false;
        }

        return body.IsComplete;
    }

    private CancellationTokenRegistration AbortOn(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(connection => ((HttpConnection)connection!).Abort(), _connection);
}
