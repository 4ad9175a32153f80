namespace VideoStream.Adaptation;

/// <summary>
/// What the client's kernel holds and its program has not read, from the receive window that it offers (<c>tcpi_snd_wnd</c>): the window
/// shrinks by what is unread. That is a lower bound, since a kernel may offer less than it has room for. The window is that of the last
/// acknowledgement, which came right after a frame, so that frame is in it too.
/// <para>
/// A program that had more unread than that frame gets the next one when it has had the time to read all. While it keeps up with that, the
/// time is shortened by and by, until it is behind again.
/// </para>
/// </summary>
internal sealed class UnreadEstimator
{
    /// <summary>Windows change in steps, and a program needs a moment to read.</summary>
    private const int Slack = 16 * 1024;

    /// <summary>
    /// After so many waits in a row that changed nothing, the client's kernel has less room than before. So it has if the client
    /// acknowledges all as often. Linux offers less where frames are small, for what each packet takes beside its bytes.
    /// </summary>
    private const int VainWaits = 4;

    /// <summary>
    /// How much sooner each frame is sent than the one before, to a program that keeps up. After longer waits the factor applies for each
    /// <see cref="HasteInterval"/>: a rate that was taken for far too low must not last.
    /// </summary>
    private const double Haste = 0.95;

    /// <summary>A proxy reads in bursts.</summary>
    private const double RateMemorySeconds = 1;

    private const double Negligible = 1e-9;

    /// <summary>How much longer a long wait can be than the one before: a proxy may read nothing for a moment.</summary>
    private const double Patience = 2;

    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan HasteInterval = TimeSpan.FromMilliseconds(333);

    /// <summary>The wait while it is unknown how fast the client reads.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    private readonly DeliveryRate _rate = new(RateMemorySeconds);
    private TcpSnapshot _last;
    private TimeSpan _lastAt;
    private TimeSpan _wait;
    private TimeSpan _waitUntil;
    private double _secondsPerByte;
    private long _largest;
    private int _vain;
    private int _acknowledged;

    /// <summary>Unread bytes before the frame that arrived last; 0 while unknown.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the client had not read what arrived before the last frame.</summary>
    public bool IsBehind => Bytes > Slack;

    /// <summary>Whether frames wait until the client has had the time to read.</summary>
    public bool IsSlow => IsBehind || _waitUntil > _lastAt;

    /// <summary>Adds a sample.</summary>
    /// <param name="sample">The sample. Counts if nothing is in flight, and something has arrived since the one before.</param>
    /// <param name="frame">The last frame that was sent.</param>
    /// <param name="isAcknowledged">Whether the client has acknowledged that frame.</param>
    /// <param name="now">When the sample was taken.</param>
    public void Add(TcpSnapshot sample, SentFrame frame, bool isAcknowledged, TimeSpan now)
    {
        if (sample.ReceiveWindow is not { } window || sample.BytesInFlight > 0 || sample.Acknowledged == _last.Acknowledged)
            return;
        TimeSpan took = now - _lastAt;
        long read = sample.Acknowledged - _last.Acknowledged + window - (_last.ReceiveWindow ?? window);
        long before = Bytes;
        bool wasBehind = IsBehind, hasWaited = wasBehind && now >= _waitUntil;
        (_last, _lastAt, _largest) = (sample, now, Math.Max(_largest, window));
        Bytes = Math.Max(0, _largest - window - frame.Bytes);
        bool isVain = hasWaited && _rate.IsKnown && IsBehind && Math.Abs(Bytes - before) <= Slack;
        _vain = !IsBehind ? 0 : hasWaited ? _vain + 1 : _vain;
        _acknowledged = IsBehind && isAcknowledged ? _acknowledged + 1 : 0;
        // A client that was behind was busy all the time. But if a wait changed nothing, it had read all long before the end, and if less
        // than nothing was read, its kernel has taken room away.
        if (wasBehind && read >= 0 && !isVain && !isAcknowledged)
            _rate.Add(read, took);
        if (_acknowledged >= VainWaits)
            _secondsPerByte = 0;
        if (_vain >= VainWaits || _acknowledged >= VainWaits)
            (_largest, Bytes, _vain) = (window + frame.Bytes, 0, 0);
        SetSecondsPerByte(read, took);
        SetWait(frame);
    }

    /// <summary>How long the client needs to read what it has.</summary>
    /// <returns>Zero if it may have another frame now.</returns>
    public TimeSpan Wait(TimeSpan now) => _waitUntil > now ? _waitUntil - now : TimeSpan.Zero;

    private void SetSecondsPerByte(long read, TimeSpan took)
    {
        if (!IsBehind)
            _secondsPerByte = _secondsPerByte > Negligible ? Sooner(read, took) : 0;
        else if (_rate.IsKnown)
            _secondsPerByte = 1 / Math.Max(1, _rate.BytesPerSecond);
    }

    /// <summary>
    /// The program has read faster than expected, and it is unknown how much. What was read in a long time is the least that it can read.
    /// </summary>
    private double Sooner(long read, TimeSpan took)
    {
        double sooner = _secondsPerByte * Math.Pow(Haste, Math.Max(1, _wait / HasteInterval));
        return read > 0 && _wait >= LongWait ? Math.Min(sooner, took.TotalSeconds / read) : sooner;
    }

    private void SetWait(SentFrame frame)
    {
        double seconds = (Bytes + frame.Bytes) * _secondsPerByte;
        double longest = Math.Clamp(_wait.TotalSeconds * Patience, LongWait.TotalSeconds, LongestWait.TotalSeconds);
        _wait = IsBehind && !_rate.IsKnown ? FirstWait : TimeSpan.FromSeconds(Math.Min(seconds, longest));
        _waitUntil = frame.SentAt + _wait;
    }
}
