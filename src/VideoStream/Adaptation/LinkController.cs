using VideoStream.Configuration;

namespace VideoStream.Adaptation;

/// <summary>
/// The way to one viewer: what is on it, what it carries, and so what to send on it and when. Between the sending loop, which asks before
/// each frame, and the receiving loop, which brings acknowledgements. No clock: times are those of the caller.
/// </summary>
internal sealed class LinkController
{
    /// <summary>After a silence of this length, with frames in flight, a client counts as one that does not acknowledge.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that a new connection sends at once: ten packets (RFC 6928).</summary>
    private const double InitialWindow = 14_000;

    private readonly Lock _gate = new();
    private readonly TcpEstimator _tcp = new();
    private readonly AckEstimator _acked = new();
    private readonly SendBlockedTime _blocked = new();
    private readonly LinkStatistics _statistics = new();
    private readonly AdaptiveOptions _options;
    private readonly int _defaultQuality;
    private readonly Func<Rendition, double> _bytes;
    private readonly Func<Rendition, double> _demand;
    private readonly SendWindow _window;
    private readonly ClientLag _lag;
    private readonly RenditionSelector _controller;
    private TcpInfoSampler _sampler;
    private PendingSendRecords _deferred;
    private int _deferredCount;
    private RenditionLadder? _ladder;
    private RenditionRequest _request;
    private Rendition _rendition;
    private double _cameraRate;
    private bool _acknowledges;
    private TimeSpan? _sentAt;
    private bool _isOverloaded;

    /// <summary>A viewer comes, of whom nothing is known.</summary>
    /// <param name="options">Limits and steps.</param>
    /// <param name="defaultQuality">JPEG quality of a viewer who asks for none.</param>
    /// <param name="bytes">How many bytes a frame has that is made as chosen.</param>
    public LinkController(AdaptiveOptions options, int defaultQuality, Func<Rendition, double> bytes)
    {
        (_options, _defaultQuality, _bytes, _demand) = (options, defaultQuality, bytes, Demand);
        var target = TimeSpan.FromMilliseconds(options.TargetDelay);
        (_window, _lag) = (new SendWindow(_tcp, target), new ClientLag(target));
        _controller = new RenditionSelector(options);
    }

    /// <summary>What was chosen last.</summary>
    public Rendition Rendition
    {
        get
        {
            lock (_gate)
                return _rendition;
        }
    }

    /// <summary>Whether a frame could not go because too much was on its way, so that an acknowledgement is waited for.</summary>
    public bool IsSendBlocked
    {
        get
        {
            lock (_gate)
                return _blocked.IsRunning;
        }
    }

    /// <summary>Whether the kernel had bytes for the viewer that it could not get rid of, when it was last looked at.</summary>
    public bool HasBytesInFlight
    {
        get
        {
            lock (_gate)
                return _tcp.BytesInFlight > 0;
        }
    }

    /// <summary>How many frames are recorded as in flight, in the larger of the two records of them. Bounded, for tests.</summary>
    public int RecordedInFlight
    {
        get
        {
            lock (_gate)
                return Math.Max(_tcp.InFlight, _acked.Frames);
        }
    }

    /// <summary>Whether the kernel is to be asked about the connection before the next rendition.</summary>
    public bool IsSampleDue
    {
        get
        {
            lock (_gate)
                return _sampler.IsDue;
        }
    }

    /// <summary>Whether what was chosen last may be sent again without asking anybody.</summary>
    public bool IsUnhindered
    {
        get
        {
            lock (_gate)
                return !_acknowledges && !_sampler.IsDue;
        }
    }

    /// <summary>Chooses what to send next.</summary>
    /// <param name="request">What the viewer would be sent on a link that carries everything.</param>
    /// <param name="cameraRate">The camera's frames a second; 0 while unknown.</param>
    /// <param name="tcp">What the kernel says of the connection; null where it can't, or was not asked.</param>
    /// <param name="isOverloaded">
    /// Whether this machine can't keep up: frames are late then whatever the link is like, and another rendition would only be one more to encode.
    /// </param>
    /// <param name="now">The time.</param>
    /// <param name="changed">Whether it is another rendition than before, because of the link.</param>
    public Rendition Choose(RenditionRequest request, double cameraRate, TcpSnapshot? tcp, bool isOverloaded, TimeSpan now, out bool changed)
    {
        lock (_gate)
        {
            RecordDeferred();
            (_cameraRate, _isOverloaded) = (cameraRate, isOverloaded);
            if (tcp is { } snapshot && _tcp.TryObserve(snapshot, now, out Delivery delivery))
            {
                _statistics.AddKernel(delivery);
                if (!_acknowledges || (!_lag.IsSlow && _acked.HasTwoSentUntil(delivery.SentAt)))
                    Learn(delivery, now);
            }

            Take(request, now);
            changed = request.Adaptive && !isOverloaded && _controller.Choose(_ladder!, Carries(now), _demand, now);
            _rendition = Chosen();
            if (tcp is not null)
                _sampler.Sampled(_tcp, _rendition == _request.Asked ? Demand(_rendition) : double.PositiveInfinity, Rate(_rendition), now);
            return _rendition;
        }
    }

    /// <summary>Takes a changed request over at once, as far as the link carries it.</summary>
    public void Follow(RenditionRequest request, TimeSpan now)
    {
        lock (_gate)
        {
            Take(request, now);
            _rendition = Chosen();
        }
    }

    /// <summary>Whether the next frame may be sent, or would only lie in a queue.</summary>
    /// <returns>Zero if it may; else when to ask again, unless an acknowledgement comes before.</returns>
    public TimeSpan WaitForRoom(TimeSpan now)
    {
        lock (_gate)
        {
            if (now - _acked.AwaitedSince > Silence)
                _acknowledges = false;
            TimeSpan wait = _lag.Wait(_acked, now);
            if (wait == TimeSpan.Zero)
                wait = _window.Wait(_bytes(_rendition), MayCarry(), now);
            if (wait > TimeSpan.Zero)
                _blocked.Start(now, Due ?? now);
            else
                _blocked.Stop(now);
            return wait;
        }
    }

    /// <summary>A frame is given to the socket.</summary>
    public void Sending(SentFrame frame)
    {
        lock (_gate)
        {
            // Where nothing hinders, it is enough to know before the next look.
            bool isUnhindered = !_acknowledges && !_sampler.IsDue;
            _sampler.Sending();
            if (isUnhindered)
            {
                _deferred[_deferredCount++] = frame;
                return;
            }

            RecordDeferred();
            Record(frame);
        }
    }

    /// <summary>
    /// The kernel has taken the frame whole. While it had no room for it, the next could not go either. Need not be called where it took it at once.
    /// </summary>
    public void Sent(TimeSpan now)
    {
        lock (_gate)
        {
            RecordDeferred();
            _blocked.Add(Due ?? now, now);
            _sampler.Sent(now - _sentAt ?? TimeSpan.Zero);
        }
    }

    /// <summary>Nothing is wanted for now: until the next frame nothing waits.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            RecordDeferred();
            _blocked.Reset();
            _sentAt = null;
        }
    }

    /// <summary>A frame is acknowledged.</summary>
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
    /// <param name="isOverloaded">Whether this machine can't keep up.</param>
    public LinkReport Report(bool isOverloaded)
    {
        lock (_gate)
            return _statistics.Report(LinkRate, Limit(isOverloaded));
    }

    /// <summary>When the next frame would go if nothing blocked it; null if none went before.</summary>
    private TimeSpan? Due => _sentAt + TimeSpan.FromSeconds(1 / Rate(_rendition));

    private double LinkRate => _tcp.IsRateKnown || !_acknowledges ? _tcp.Rate : _acked.Rate;

    private void RecordDeferred()
    {
        for (int i = 0; i < _deferredCount; i++)
            Record(_deferred[i]);
        _deferredCount = 0;
    }

    private void Record(SentFrame frame)
    {
        _tcp.Sent(frame);
        _acked.Sent(frame);
        TimeSpan blocked = _blocked.Take();
        if (_sentAt is { } before)
            _controller.Sent(frame.SentAt - before, _isOverloaded || _tcp.IsInSlowStart(frame.SentAt) ? TimeSpan.Zero : blocked);
        _sentAt = frame.SentAt;
    }

    private void Take(RenditionRequest request, TimeSpan now)
    {
        if (_ladder is not null && request == _request)
            return;
        bool first = _ladder is null || !_request.Adaptive;
        _request = request;
        _ladder = new RenditionLadder(request.Asked, request.Source, _defaultQuality, _options);
        if (request.IsCamerasOwn && !_controller.HasDowngraded)
            _controller.Start(0, now);
        else if (first)
            _controller.Start(SlowStart(), now);
        else
            _controller.Continue(_ladder, _rendition, _demand, now);
    }

    private Rendition Chosen() => _request.Adaptive ? _ladder![_controller.Rung] : _request.Asked;

    /// <summary>
    /// Where to begin with a viewer of whom nothing is known: at the best in full size that reaches it in one round trip, else at the lowest quality.
    /// Not with a smaller frame: programs take the first one's size for the stream's.
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
        if (!_isOverloaded)
            _controller.Delivered(delivery, _tcp.DelayTolerance(now), TimeSpan.FromSeconds(_bytes(_rendition) / LinkRate));
    }

    /// <summary>
    /// Bytes a second that the link may carry. While frames are early that is what it is given, whatever was measured, within reason: up to twice as much.
    /// </summary>
    private double MayCarry() => _controller.IsUncongested && _request.Adaptive
        ? Math.Max(LinkRate, Math.Min(Demand(_rendition), 2 * LinkRate))
        : LinkRate;

    /// <summary>
    /// Bytes a second that the link carries at least, and that nothing speaks against. For the second the kernel knows best: acknowledgements have the
    /// viewer's own slowness in them, which is no matter of bytes; but they are the first to tell that a link has become slow.
    /// </summary>
    private (double Least, double Most) Carries(TimeSpan now)
    {
        double least = _acknowledges && !IsClientSlow() && !_tcp.IsInSlowStart(now) ? Math.Min(_acked.Rate, _tcp.Rate) : _tcp.Rate;
        if (_tcp.IsRateKnown || !_acknowledges)
            return (least, _tcp.IsRateLimit(now) ? _tcp.BestRate : double.PositiveInfinity);
        return (_acked.Rate, _acked.IsRateRecent(now) ? _acked.Rate : double.PositiveInfinity);
    }

    private double Demand(Rendition rendition) => _bytes(rendition) * Rate(rendition);

    private double Rate(Rendition rendition) => _cameraRate > 0 ? Math.Min(rendition.Rate, _cameraRate) : rendition.Rate;

    private LimitedBy Limit(bool isOverloaded)
    {
        if (_controller.IsWindowLimited || (_request.Adaptive && _controller.Rung > (_ladder?.Ceiling ?? 0)))
            return IsClientSlow() ? LimitedBy.Client : LimitedBy.Link;
        if (isOverloaded)
            return LimitedBy.Server;
        // A little over: a camera's rate is measured, and never quite what it says.
        return _cameraRate > _request.Asked.Rate * 1.05 ? LimitedBy.Client : LimitedBy.Camera;
    }

    /// <summary>
    /// Whether it is the viewer that is slow, and not the way to it: it has no room for what arrives, or acknowledges much later than its kernel does.
    /// </summary>
    private bool IsClientSlow() => _acknowledges ? _statistics.IsSlowerThanKernel(SendWindow.Jitter) : _tcp.IsReceiverLimited;
}
