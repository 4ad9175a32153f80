namespace VideoStream.Adaptation;

/// <summary>
/// What the client's kernel holds and its program has not read, from the receive window that it offers (<c>tcpi_snd_wnd</c>): the window
/// shrinks by what is unread. It is a lower bound, since a kernel may offer less than it has room for. The window is that of the last
/// acknowledgement, which came right after a frame, so that frame is in it too and does not count.
/// </summary>
internal sealed class UnreadEstimator
{
    /// <summary>Windows change in steps, and a program needs a moment to read.</summary>
    private const int Slack = 16 * 1024;

    /// <summary>
    /// After so many waits in a row that should have been enough, the kernel has less room than before. Nothing says so.
    /// </summary>
    private const int VainWaits = 8;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>The wait while it is unknown how fast the client reads.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    private readonly DeliveryRate _rate = new();
    private TcpSnapshot _last;
    private TimeSpan _lastAt;
    private TimeSpan _waitUntil;
    private long _largest;
    private int _waits;

    /// <summary>Unread bytes before the frame that arrived last; 0 while unknown.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the client has not read what arrived before the last frame.</summary>
    public bool IsBehind => Bytes > Slack;

    /// <summary>Adds a sample.</summary>
    /// <param name="sample">The sample. Counts if nothing is in flight, and something has arrived since the one before.</param>
    /// <param name="lastBytes">The size of the last frame.</param>
    /// <param name="now">When it was taken.</param>
    public void Add(TcpSnapshot sample, int lastBytes, TimeSpan now)
    {
        if (sample.ReceiveWindow is not { } window || sample.BytesInFlight > 0 || sample.Acknowledged == _last.Acknowledged)
            return;
        if (_last.ReceiveWindow is { } before && IsBehind)
            _rate.Add(sample.Acknowledged - _last.Acknowledged + window - before, now - _lastAt);
        (_last, _lastAt, _largest) = (sample, now, Math.Max(_largest, window));
        Bytes = Math.Max(0, _largest - window - lastBytes);
        _waits = IsBehind ? _waits + 1 : 0;
        if (_waits > VainWaits)
            (_largest, Bytes, _waits) = (window + lastBytes, 0, 0);
        _waitUntil = now + ReadTime;
    }

    /// <summary>How long the client needs to read what it has.</summary>
    /// <returns>Zero if it may have another frame now.</returns>
    public TimeSpan Wait(TimeSpan now) => IsBehind && _waitUntil > now ? _waitUntil - now : TimeSpan.Zero;

    private TimeSpan ReadTime
    {
        get
        {
            if (!_rate.IsKnown || _rate.BytesPerSecond <= 0)
                return FirstWait;
            double seconds = Bytes / _rate.BytesPerSecond;
            return seconds < LongestWait.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestWait;
        }
    }
}
