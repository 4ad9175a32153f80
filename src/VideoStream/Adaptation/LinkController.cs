using VideoStream.Configuration;

namespace VideoStream.Adaptation;

/// <summary>
/// Decides what to send to one viewer, and when. Shared by the sender, which asks before each frame, and the receiver, which brings
/// acknowledgements: one lock guards the parts, which are for one thread at a time. Times are the caller's.
/// </summary>
internal sealed class LinkController
{
    /// <summary>How much memory it takes, in lines of the processor's cache: nearly all are frames that were not recorded yet.</summary>
    public const int CacheLines = 13;

    private readonly Lock _lock = new();
    private readonly IRenditionSource _source;
    private readonly RenditionDemand _demand;
    private readonly LinkEstimator _link = new();
    private readonly ClientReading _reading;
    private readonly SendGate _gate;
    private readonly RenditionSelector _selector;
    private readonly LinkFeedback _feedback;
    private PendingSendRecords _pending;
    private long _sampledNumber;
    private TimeSpan _noReceiptBefore = TimeSpan.MinValue;

    /// <summary>Whether the last decision may be repeated until the next sample: no acknowledgement and no request came since.</summary>
    private volatile bool _isSettled;

    // For the sender only:
    private TcpInfoSampler _sampler;
    private Rendition _decided;

    /// <param name="options">Limits and steps.</param>
    /// <param name="source">The frames to choose from.</param>
    /// <param name="givesReceipts">Whether the transport can ask the client for receipts of frames.</param>
    public LinkController(AdaptiveOptions options, IRenditionSource source, bool givesReceipts)
    {
        (_source, _demand) = (source, new RenditionDemand(source));
        var target = TimeSpan.FromMilliseconds(options.TargetDelay);
        _reading = new ClientReading(_link, target, givesReceipts);
        _gate = new SendGate(_link, _reading, target);
        _selector = new RenditionSelector(options, _demand);
        _feedback = new LinkFeedback(_link, _reading, _gate, _selector);
    }

    /// <summary>The present rendition; default before the first request.</summary>
    public Rendition Rendition
    {
        get
        {
            lock (_lock)
                return _selector.Rendition;
        }
    }

    /// <summary>The number of frames that are recorded as in flight. It is bounded.</summary>
    public int FramesInFlight
    {
        get
        {
            lock (_lock)
                return _link.FramesInFlight;
        }
    }

    private bool IsUnhindered => _isSettled && !_sampler.IsDue;

    /// <summary>The client is asked the <see cref="ClientReading.Question"/> before the first frame.</summary>
    public void OnAsked(TimeSpan now)
    {
        lock (_lock)
            _link.Tcp.Answers.OnAsked(now);
    }

    /// <summary>Decides whether the next frame may be sent now, and in which rendition. For the sender.</summary>
    public SendDecision Decide(TimeSpan now, ILinkProbe probe)
    {
        if (_isSettled && !_sampler.CheckArrival(probe))
            return new SendDecision(_decided, TimeSpan.Zero, HasRenditionChanged: false, IsBlockedInFlight: false);
        // First: a request or an acknowledgement from here on takes it back.
        _isSettled = true;
        RenditionRequest request = _source.Request;
        bool isOverloaded = _source.IsOverloaded;
        TcpSnapshot? sample = _sampler.IsDue && probe.TryRead(out TcpSnapshot read) ? read : null;
        lock (_lock)
        {
            RecordPending();
            _feedback.IsOverloaded = isOverloaded;
            if (sample is { } tcp)
                _feedback.Observe(tcp, now);
            _selector.SetRequest(request, now);
            // An overloaded machine makes frames late on any link, and another rendition would be one more to encode.
            bool hasChanged = !isOverloaded && Select(now);
            if (hasChanged)
                _link.OnRenditionChanged(now);
            _decided = _selector.Rendition;
            if (sample is not null)
                OnSampled(now);
            _noReceiptBefore = _reading.NoReceiptBefore;
            TimeSpan wait = Wait(now);
            _isSettled &= !_link.Acknowledges && !_reading.IsAwaiting;
            return new SendDecision(_decided, wait, hasChanged, IsBlockedInFlight: wait > TimeSpan.Zero && _link.Tcp.BytesInFlight > 0);
        }
    }

    /// <summary>Follows a changed request at once, as far as the link carries it. For any thread.</summary>
    public void Follow(RenditionRequest request, TimeSpan now)
    {
        lock (_lock)
        {
            _selector.SetRequest(request, now);
            _isSettled = false;
        }
    }

    /// <summary>A frame is passed to the socket. For the sender.</summary>
    /// <returns>Whether the client is to be asked for a receipt of it.</returns>
    public bool OnSending(SentFrame frame)
    {
        lock (_lock)
        {
            bool asks = frame.SentAt >= _noReceiptBefore && _reading.IsReceiptDue(frame.SentAt);
            // Estimators that nothing depends on can wait for the next sample.
            bool canWait = IsUnhindered && !asks;
            _sampler.OnSending(frame.Bytes);
            if (canWait)
            {
                _pending.Add(frame);
                return false;
            }

            RecordPending();
            _feedback.Record(frame, asks);
            _noReceiptBefore = _reading.NoReceiptBefore;
            if (asks)
            {
                _isSettled = false;
                _sampler.Expire();
            }

            return asks;
        }
    }

    /// <summary>The kernel accepted the frame only now, and had no room for the next one before. For the sender.</summary>
    public void OnSent(TimeSpan now)
    {
        lock (_lock)
        {
            RecordPending();
            _gate.OnSent(_demand.FrameInterval(_decided), now);
            _sampler.OnSent(_gate.SinceSending(now));
        }
    }

    /// <summary>The viewer needs no frame for now, so none is blocked. For the sender.</summary>
    public void Pause()
    {
        lock (_lock)
        {
            RecordPending();
            _gate.Reset();
            _link.Tcp.OnPaused();
            _sampler.Expire();
            _isSettled = false;
        }
    }

    /// <summary>The client has acknowledged a frame. For any thread.</summary>
    /// <param name="number">The frame's number.</param>
    /// <param name="now">The time.</param>
    /// <param name="sequel">What is to be done about it.</param>
    /// <returns>False if it was not sent, or was acknowledged before.</returns>
    public bool TryAcknowledge(long number, TimeSpan now, out AnswerSequel sequel)
    {
        lock (_lock)
        {
            RecordPending();
            bool isNew = _feedback.TryAcknowledge(number, now);
            sequel = new AnswerSequel(isNew && _reading.TryAskAgain(now), _gate.IsBlocked);
            _isSettled &= !isNew;
            return isNew;
        }
    }

    /// <summary>The client's program has read a frame, and all before it. For any thread.</summary>
    /// <param name="number">The frame's number.</param>
    /// <param name="now">The time.</param>
    /// <param name="sequel">What is to be done about it.</param>
    /// <returns>False if no receipt of it was asked for, or it came before.</returns>
    public bool TryReceive(long number, TimeSpan now, out AnswerSequel sequel)
    {
        lock (_lock)
        {
            RecordPending();
            bool isNew = _reading.TryReceive(number, now);
            sequel = new AnswerSequel(isNew && _reading.TryAskAgain(now), _gate.IsBlocked);
            _noReceiptBefore = _reading.NoReceiptBefore;
            return isNew;
        }
    }

    /// <summary>Reports the state of the link. For any thread.</summary>
    /// <param name="isOverloaded">Whether this machine limits the viewer.</param>
    public LinkReport Report(bool isOverloaded)
    {
        lock (_lock)
            return _link.Report(_feedback.Limit(isOverloaded, _source.FrameRate));
    }

    /// <summary>Samples the ages of the frames that were sent and that arrived last, for statistics. For any thread.</summary>
    /// <returns>The ages; null for a frame that the last sample had already.</returns>
    public AgeSample SampleAges()
    {
        lock (_lock)
        {
            SentFrame sent = _pending.Frames is [.., var pending] ? pending : _reading.Last;
            bool isNew = sent.Number != _sampledNumber;
            _sampledNumber = sent.Number;
            return new AgeSample(isNew ? sent.SentAt - sent.CapturedAt : null, _link.TakeNewAge());
        }
    }

    private bool Select(TimeSpan now) => _link.LacksFeedback(now)
        ? _selector.SelectBest(now)
        : _selector.Select(_feedback.IsHeldByProgram(now) ? LinkCapacity.Unknown : _link.Capacity(now), now);

    private TimeSpan Wait(TimeSpan now)
    {
        _link.DetectSilence(now);
        return _gate.Wait(_demand.FrameBytes(_decided), _selector.AllowedRate(_link.Rate), _demand.FrameInterval(_decided), now);
    }

    private void OnSampled(TimeSpan now)
    {
        double demand = _selector.IsAsked ? _demand.BytesPerSecond(_decided) : double.PositiveInfinity;
        _sampler.OnSampled(_link.Tcp, demand, _demand.FrameRate(_decided), now);
        // Whether a late receipt is the link's fault shows only in a fresh sample.
        if (_reading.IsAwaiting)
            _sampler.Expire();
    }

    private void RecordPending()
    {
        foreach (SentFrame frame in _pending.Frames)
            _feedback.Record(frame, asks: false);
        _pending.Clear();
    }
}
