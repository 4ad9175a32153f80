using VideoStream.Configuration;

namespace VideoStream.Adaptation;

/// <summary>
/// The way to one viewer: what is on it, what it carries, and so what to send on it and when. Between the sending loop, which asks before
/// each picture, and the receiving loop, which brings acknowledgements. No clock: times are those of the caller.
/// </summary>
internal sealed class ViewerLink
{
    /// <summary>After a silence of this length, with frames in flight, a client counts as one that does not acknowledge.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that a new connection sends at once: ten packets (RFC 6928).</summary>
    private const double InitialWindow = 14_000;

    private readonly Lock _gate = new();
    private readonly TcpLink _tcp = new();
    private readonly AckedLink _acked = new();
    private readonly HeldTime _held = new();
    private readonly LinkStatistics _statistics = new();
    private readonly AdaptiveOptions _options;
    private readonly int _defaultQuality;
    private readonly Func<Choice, double> _bytes;
    private readonly Func<Choice, double> _demand;
    private readonly SendWindow _window;
    private readonly ClientLag _lag;
    private readonly AdaptationController _controller;
    private LookInterval _look;
    private DeferredPictures _deferred;
    private int _deferredCount;
    private Ladder? _ladder;
    private Wish _wish;
    private Choice _choice;
    private double _cameraRate;
    private bool _acknowledges;
    private TimeSpan? _sentAt;
    private bool _isServerLate;

    /// <summary>A viewer comes, of whom nothing is known.</summary>
    /// <param name="options">Limits and steps.</param>
    /// <param name="defaultQuality">JPEG quality of a viewer who asks for none.</param>
    /// <param name="bytes">How many bytes a picture has that is made as chosen.</param>
    public ViewerLink(AdaptiveOptions options, int defaultQuality, Func<Choice, double> bytes)
    {
        (_options, _defaultQuality, _bytes, _demand) = (options, defaultQuality, bytes, Demand);
        var target = TimeSpan.FromMilliseconds(options.TargetDelay);
        (_window, _lag) = (new SendWindow(_tcp, target), new ClientLag(target));
        _controller = new AdaptationController(options);
    }

    /// <summary>What was chosen last.</summary>
    public Choice Choice
    {
        get
        {
            lock (_gate)
                return _choice;
        }
    }

    /// <summary>Whether a picture could not go because too much was on its way, so that an acknowledgement is waited for.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate)
                return _held.IsRunning;
        }
    }

    /// <summary>Whether the kernel had bytes for the viewer that it could not get rid of, when it was last looked at.</summary>
    public bool HasOutstanding
    {
        get
        {
            lock (_gate)
                return _tcp.Outstanding > 0;
        }
    }

    /// <summary>How many frames are recorded as in flight, in the larger of the two records of them. Bounded, for tests.</summary>
    public int RecordedInFlight
    {
        get
        {
            lock (_gate)
                return Math.Max(_tcp.InFlight, _acked.Pictures);
        }
    }

    /// <summary>Whether the kernel is to be asked about the connection before the next choice.</summary>
    public bool NeedsLook
    {
        get
        {
            lock (_gate)
                return _look.IsOver;
        }
    }

    /// <summary>Whether what was chosen last may be sent again without asking anybody.</summary>
    public bool IsUnhindered
    {
        get
        {
            lock (_gate)
                return !_acknowledges && !_look.IsOver;
        }
    }

    /// <summary>Chooses what to send next.</summary>
    /// <param name="wish">What the viewer would be sent on a link that carries everything.</param>
    /// <param name="cameraRate">The camera's pictures a second; 0 while unknown.</param>
    /// <param name="tcp">What the kernel says of the connection; null where it can't, or was not asked.</param>
    /// <param name="isServerLate">
    /// Whether this machine can't keep up: pictures are late then whatever the link is like, and another choice would only be one more to encode.
    /// </param>
    /// <param name="now">The time.</param>
    /// <param name="changed">Whether it is another choice than before, because of the link.</param>
    public Choice Choose(Wish wish, double cameraRate, TcpSnapshot? tcp, bool isServerLate, TimeSpan now, out bool changed)
    {
        lock (_gate)
        {
            RecordDeferred();
            (_cameraRate, _isServerLate) = (cameraRate, isServerLate);
            if (tcp is { } snapshot && _tcp.TryObserve(snapshot, now, out Delivery delivery))
            {
                _statistics.AddKernel(delivery);
                if (!_acknowledges || (!_lag.IsSlow && _acked.HasTwoSentUntil(delivery.SentAt)))
                    Learn(delivery, now);
            }

            Take(wish, now);
            changed = wish.Adaptive && !isServerLate && _controller.Choose(_ladder!, Carries(now), _demand, now);
            _choice = Chosen();
            if (tcp is not null)
                _look.Looked(_tcp, _choice == _wish.Asked ? Demand(_choice) : double.PositiveInfinity, Rate(_choice), now);
            return _choice;
        }
    }

    /// <summary>Takes a changed wish over at once, as far as the link carries it.</summary>
    public void Follow(Wish wish, TimeSpan now)
    {
        lock (_gate)
        {
            Take(wish, now);
            _choice = Chosen();
        }
    }

    /// <summary>Whether the next picture may be sent, or would only lie in a queue.</summary>
    /// <returns>Zero if it may; else when to ask again, unless an acknowledgement comes before.</returns>
    public TimeSpan WaitForRoom(TimeSpan now)
    {
        lock (_gate)
        {
            if (now - _acked.AwaitedSince > Silence)
                _acknowledges = false;
            TimeSpan wait = _lag.Wait(_acked, now);
            if (wait == TimeSpan.Zero)
                wait = _window.Wait(_bytes(_choice), MayCarry(), now);
            if (wait > TimeSpan.Zero)
                _held.Start(now, Due ?? now);
            else
                _held.Stop(now);
            return wait;
        }
    }

    /// <summary>A picture is given to the socket.</summary>
    public void Sending(SentPicture picture)
    {
        lock (_gate)
        {
            // Where nothing hinders, it is enough to know before the next look.
            bool isUnhindered = !_acknowledges && !_look.IsOver;
            _look.Sending();
            if (isUnhindered)
            {
                _deferred[_deferredCount++] = picture;
                return;
            }

            RecordDeferred();
            Record(picture);
        }
    }

    /// <summary>
    /// The kernel has taken the picture whole. While it had no room for it, the next could not go either. Need not be called where it took it at once.
    /// </summary>
    public void Sent(TimeSpan now)
    {
        lock (_gate)
        {
            RecordDeferred();
            _held.Add(Due ?? now, now);
            _look.Sent(now - _sentAt ?? TimeSpan.Zero);
        }
    }

    /// <summary>Nothing is wanted for now: until the next picture nothing waits.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            RecordDeferred();
            _held.Reset();
            _sentAt = null;
        }
    }

    /// <summary>A picture is acknowledged.</summary>
    /// <returns>False if it was not sent, or was acknowledged before.</returns>
    public bool TryAcknowledge(long number, TimeSpan now)
    {
        lock (_gate)
        {
            RecordDeferred();
            if (!_acked.TryAcknowledge(number, now, _tcp, out Delivery delivery))
                return false;
            _acknowledges = true;
            _lag.Acknowledged(_acked.Last, _tcp, now);
            Learn(delivery, now);
            return true;
        }
    }

    /// <summary>Says what is known.</summary>
    /// <param name="isServerLate">Whether this machine can't keep up.</param>
    public LinkReport Report(bool isServerLate)
    {
        lock (_gate)
            return _statistics.Report(LinkRate, Limit(isServerLate));
    }

    /// <summary>When the next picture would go if nothing held it; null if none went before.</summary>
    private TimeSpan? Due => _sentAt + TimeSpan.FromSeconds(1 / Rate(_choice));

    private double LinkRate => _tcp.IsRateKnown || !_acknowledges ? _tcp.Rate : _acked.Rate;

    private void RecordDeferred()
    {
        for (int i = 0; i < _deferredCount; i++)
            Record(_deferred[i]);
        _deferredCount = 0;
    }

    private void Record(SentPicture picture)
    {
        _tcp.Sent(picture);
        _acked.Sent(picture);
        TimeSpan held = _held.Take();
        if (_sentAt is { } before)
            _controller.Sent(picture.SentAt - before, _isServerLate || _tcp.IsBeginning(picture.SentAt) ? TimeSpan.Zero : held);
        _sentAt = picture.SentAt;
    }

    private void Take(Wish wish, TimeSpan now)
    {
        if (_ladder is not null && wish == _wish)
            return;
        bool first = _ladder is null || !_wish.Adaptive;
        _wish = wish;
        _ladder = new Ladder(wish.Asked, wish.Source, _defaultQuality, _options);
        if (wish.IsCamerasOwn && !_controller.HasFallen)
            _controller.Start(0, now);
        else if (first)
            _controller.Start(SlowStart(), now);
        else
            _controller.Continue(_ladder, _choice, _demand, now);
    }

    private Choice Chosen() => _wish.Adaptive ? _ladder![_controller.Rung] : _wish.Asked;

    /// <summary>
    /// Where to begin with a viewer of whom nothing is known: at the best in full size that reaches it in one round trip, else at the lowest quality.
    /// Not with a smaller picture: programs take the first one's size for the stream's.
    /// </summary>
    private int SlowStart()
    {
        int rung = 0;
        while (rung < _ladder!.LowestInFullSize && _bytes(_ladder[rung]) > InitialWindow)
            rung++;
        return rung;
    }

    private void Learn(Delivery delivery, TimeSpan now)
    {
        _statistics.Add(delivery);
        if (!_isServerLate)
            _controller.Delivered(delivery, _tcp.Allowance(now), TimeSpan.FromSeconds(_bytes(_choice) / LinkRate));
    }

    /// <summary>
    /// Bytes a second that the link may carry. While pictures are early that is what it is given, whatever was measured, within reason: up to twice as much.
    /// </summary>
    private double MayCarry() => _controller.AreEarly && _wish.Adaptive
        ? Math.Max(LinkRate, Math.Min(Demand(_choice), 2 * LinkRate))
        : LinkRate;

    /// <summary>
    /// Bytes a second that the link carries at least, and that nothing speaks against. For the second the kernel knows best: acknowledgements have the
    /// viewer's own slowness in them, which is no matter of bytes; but they are the first to tell that a link has become slow.
    /// </summary>
    private (double Least, double Most) Carries(TimeSpan now)
    {
        double least = _acknowledges && !IsClientSlow() && !_tcp.IsBeginning(now) ? Math.Min(_acked.Rate, _tcp.Rate) : _tcp.Rate;
        if (_tcp.IsRateKnown || !_acknowledges)
            return (least, _tcp.IsRateLimit(now) ? _tcp.BestRate : double.PositiveInfinity);
        return (_acked.Rate, _acked.IsRateRecent(now) ? _acked.Rate : double.PositiveInfinity);
    }

    private double Demand(Choice choice) => _bytes(choice) * Rate(choice);

    private double Rate(Choice choice) => _cameraRate > 0 ? Math.Min(choice.Rate, _cameraRate) : choice.Rate;

    private LimitedBy Limit(bool isServerLate)
    {
        if (_controller.IsHeldBack || (_wish.Adaptive && _controller.Rung > (_ladder?.Ceiling ?? 0)))
            return IsClientSlow() ? LimitedBy.Client : LimitedBy.Link;
        if (isServerLate)
            return LimitedBy.Server;
        // A little over: a camera's rate is measured, and never quite what it says.
        return _cameraRate > _wish.Asked.Rate * 1.05 ? LimitedBy.Client : LimitedBy.Camera;
    }

    /// <summary>
    /// Whether it is the viewer that is slow, and not the way to it: it has no room for what arrives, or acknowledges much later than its kernel does.
    /// </summary>
    private bool IsClientSlow() => _acknowledges ? _statistics.IsSlowerThanKernel(SendWindow.Jitter) : _tcp.IsReceiverLimited;
}
