namespace VideoStream.Adaptation;

/// <summary>
/// What the client's program has read, from its receipts. Some frames are sent with a question that the client's protocol library answers
/// when it has read that far, such as a WebSocket's ping. A kernel's acknowledgement says less: kernels take megabytes that no program has
/// read. An answer costs a receive, so few are asked for while they come in time, and one with each frame while one is late.
/// </summary>
/// <param name="target">Maximum time from the arrival of a frame until it is read.</param>
internal sealed class ReceiptEstimator(TimeSpan target)
{
    private const int FirstFrames = 3, MaxUnread = 2;

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(250), LongestInterval = TimeSpan.FromSeconds(4);

    /// <summary>A client that answers has answered its first question within this time.</summary>
    private static readonly TimeSpan FirstReceipt = TimeSpan.FromSeconds(1);

    /// <summary>A client whose receipt is this late gets one more frame: it may have lost its answer to a newer question.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private readonly Queue<(SentFrame Frame, long Count)> _asked = new();
    private readonly ClientLag _lag = new(target);
    private TimeSpan _interval = ShortestInterval;
    private TimeSpan _dueAt = TimeSpan.MinValue;
    private TimeSpan _waitingSince;
    private long _sent;
    private long _read;
    private long _lastAsked;
    private bool _hasGivenUp;

    /// <summary>Whether the client has ever answered.</summary>
    public bool IsAnswering { get; private set; }

    /// <summary>Whether the client reads frames late.</summary>
    public bool IsLagging => _lag.IsLagging;

    /// <summary>The number of frames up to the last one that the client has answered for.</summary>
    public long FramesRead => _read;

    /// <summary>Whether the client has answered for the last frame.</summary>
    public bool HasReadAll => _read == _sent;

    /// <summary>Whether an answer is awaited.</summary>
    public bool IsAwaiting => _asked.Count > 0 && !_hasGivenUp;

    /// <summary>Whether the next frame should carry a question.</summary>
    public bool IsDue(TcpEstimator tcp, TimeSpan now) =>
        _sent < FirstFrames || now >= _dueAt || IsLagging || (IsAnswering && OldestDelay(tcp, now) > target / 4);

    /// <summary>When the next frame should carry a question, if no answer is awaited.</summary>
    public TimeSpan DueAt => _sent < FirstFrames || IsLagging ? TimeSpan.MinValue : _dueAt;

    /// <summary>A frame is passed to the socket.</summary>
    public void OnSending(SentFrame frame, bool asks)
    {
        _sent++;
        if (!asks)
            return;
        if (_hasGivenUp)
            _asked.Clear();
        else if (_asked.Count == AckEstimator.MaxInFlight)
            _asked.Dequeue();
        // Not before a frame is sent: the end of a wait must not be lost because there was none.
        if (_asked.Count == 0 || frame.SentAt - _waitingSince >= LongestSilence)
            _waitingSince = frame.SentAt;
        _asked.Enqueue((frame, _sent));
        (_lastAsked, _dueAt) = (_sent, frame.SentAt + _interval);
    }

    /// <summary>The client has read a frame, and all before it.</summary>
    /// <returns>False if there was no such question, or it was answered before.</returns>
    public bool TryReceive(long number, TcpEstimator tcp, TimeSpan now)
    {
        if (!IsAsked(number))
            return false;
        SentFrame frame;
        do
            (frame, _read) = _asked.Dequeue();
        while (frame.Number != number);
        (IsAnswering, _hasGivenUp, _waitingSince) = (true, false, now);
        _lag.OnAcknowledged(frame, tcp, now);
        _interval = _lag.WasLate ? ShortestInterval : Min(_interval * 2, LongestInterval);
        return true;
    }

    /// <summary>How long to wait before the client gets one more frame.</summary>
    /// <returns>Zero if it may have one now; else the time after which to ask again, unless a receipt comes before.</returns>
    public TimeSpan Wait(TcpEstimator tcp, TimeSpan now)
    {
        if (!IsAnswering)
            return WaitForFirst(now);
        // A short pause of the client may delay one frame.
        if (OldestDelay(tcp, now) > 2 * target)
            _lag.Exceed();
        // Without a question behind the last frame, nothing would end the wait.
        if (!IsLagging || _sent - _read < MaxUnread || _lastAsked != _sent)
            return TimeSpan.Zero;
        TimeSpan left = _waitingSince + LongestSilence - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Until the first receipt shows how fast the client reads, it gets only a few frames.</summary>
    private TimeSpan WaitForFirst(TimeSpan now)
    {
        if (_sent < FirstFrames || !IsAwaiting)
            return TimeSpan.Zero;
        TimeSpan left = _waitingSince + FirstReceipt - now;
        if (left > TimeSpan.Zero)
            return left;
        // It answers none. It is still asked now and then.
        (_hasGivenUp, _interval) = (true, LongestInterval);
        return TimeSpan.Zero;
    }

    private bool IsAsked(long number)
    {
        foreach (var (frame, _) in _asked)
        {
            if (frame.Number == number)
                return true;
        }

        return false;
    }

    private TimeSpan OldestDelay(TcpEstimator tcp, TimeSpan now) =>
        _asked.TryPeek(out var oldest) ? _lag.DelayInClient(oldest.Frame, tcp, now) : TimeSpan.Zero;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
