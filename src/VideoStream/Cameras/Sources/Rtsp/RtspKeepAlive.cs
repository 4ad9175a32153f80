namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>
/// Keeps a session open by a request in each half of its timeout. A timer sends it, because the thread that reads may be blocked for
/// longer: some cameras send a frame a minute.
/// </summary>
internal sealed class RtspKeepAlive : IDisposable
{
    private const int Unauthorized = 401, SessionNotFound = 454;

    private readonly RtspRequester _requester;
    private readonly RtspSession _session;
    private readonly ITimer _timer;
    private volatile string _method;
    private volatile bool _isRepeated;

    /// <summary>Starts.</summary>
    /// <param name="requester">Sends the requests.</param>
    /// <param name="session">The session.</param>
    /// <param name="knowsGetParameter">Whether the camera knows GET_PARAMETER, which is meant for this.</param>
    /// <param name="time">The clock.</param>
    public RtspKeepAlive(RtspRequester requester, RtspSession session, bool knowsGetParameter, TimeProvider time)
    {
        (_requester, _session, _method) = (requester, session, knowsGetParameter ? "GET_PARAMETER" : "OPTIONS");
        _timer = time.CreateTimer(_ => Send(), null, session.Timeout / 2, session.Timeout / 2);
    }

    /// <summary>Reads a response that comes among the packets.</summary>
    /// <returns>False if the camera has ended the session.</returns>
    public bool Read(RtspMessage response)
    {
        if (response.Status == Unauthorized && !_isRepeated && _requester.Answer(response, refused: null, hasAnswered: false).IsOk)
        {
            // The nonce was too old.
            _isRepeated = true;
            _requester.Post(_session.Request(_method));
        }
        else if (!response.IsSuccess)
        {
            _method = "OPTIONS";
        }

        return response.Status != SessionNotFound;
    }

    public void Dispose() => _timer.Dispose();

    private void Send()
    {
        _isRepeated = false;
        _requester.Post(_session.Request(_method));
    }
}
