using Microsoft.Extensions.Time.Testing;
using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Adaptation;

/// <summary>
/// A viewer on a <see cref="SimulatedWire"/>: the service's own subscription and variants. Only the camera, the encoder, the sockets and
/// the clock are the test's. The loop that sends stands for the viewer's sender.
/// </summary>
internal sealed class SimulatedViewer : IFrameConsumer, ILinkProbe
{
    private static readonly PictureSize Source = new(1280, 720);

    /// <summary>Longer than a frame's interval.</summary>
    private static readonly TimeSpan LateEncode = TimeSpan.FromMilliseconds(50);

    /// <summary>The clock's first time: zero stands for "never".</summary>
    private static readonly TimeSpan Start = TimeSpan.FromDays(1);

    private readonly SimulatedWire _wire;
    private readonly SimulatedConnection _connection;
    private readonly FakeTimeProvider _time;
    private readonly SimulatedCamera _camera;
    private readonly AdaptiveSubscription _feed;
    private readonly Queue<(TimeSpan At, long Number)> _acknowledgements = new();
    private readonly List<ShownFrame> _shown = [];
    private readonly Dictionary<long, Rendition> _sent = [];
    private RenditionRequest _request;
    private ViewerSettings _settings;
    private TimeSpan _drawnAt;
    private int _arrived;
    private bool _isWoken = true;

    /// <param name="wire">The link to it.</param>
    /// <param name="options">The service's options.</param>
    /// <param name="givesReceipts">Whether its protocol library answers pings.</param>
    public SimulatedViewer(SimulatedWire wire, VideoStreamOptions? options = null, bool givesReceipts = false)
    {
        _wire = wire;
        Program = new SimulatedProgram(wire) { Worked = Worked };
        _connection = new SimulatedConnection(wire, Arrived);
        _time = new FakeTimeProvider(new DateTimeOffset((Start + wire.Now).Ticks, TimeSpan.Zero));
        options ??= new VideoStreamOptions();
        _camera = new SimulatedCamera(options, _time);
        _feed = new AdaptiveSubscription(
            _camera.Variants, TestConnection.Of(this, givesReceipts: givesReceipts), options, this, () => _isWoken = true, _time)
        {
            QuestionDue = Program.Ask,
        };
        _settings = ViewerSettings.Defaults(options);
        RenditionRequest = new(new Rendition(VariantEncoding.Jpeg(80), null, 30), Source, Adaptive: true, IsPassthrough: false);
        if (!givesReceipts)
            return;
        _feed.OnAsked();
        Program.Ask();
    }

    /// <summary>The round trip from a proxy, at which the wire ends, to the viewer. The proxy takes all at once.</summary>
    public TimeSpan BehindProxy
    {
        get => Program.BehindProxy;
        init => Program.BehindProxy = value;
    }

    public bool Acknowledges { get; init; }

    /// <summary>Whether it acknowledges a frame when its program has worked on it, and not when it has arrived.</summary>
    public bool AcknowledgesWork { get; init; }

    /// <summary>It acknowledges every n-th frame that arrives.</summary>
    public int AcknowledgesEvery { get; init; } = 1;

    /// <summary>The number of arrived frames after which it acknowledges no more.</summary>
    public int AcknowledgesUntil { get; set; } = int.MaxValue;

    /// <summary>Whether the platform has <c>TCP_INFO</c>.</summary>
    public bool HasTcpInfo { get; init; } = true;

    /// <summary>The number of frames sent after the last one that it acknowledged.</summary>
    public int Unacknowledged { get; private set; }

    /// <summary>The time from a frame's arrival to its acknowledgement, without the delay of the wire.</summary>
    public TimeSpan Drawing { get; set; }

    /// <summary>What reads the frames.</summary>
    public SimulatedProgram Program { get; }

    public RenditionRequest RenditionRequest
    {
        get => _request;
        set
        {
            _request = value;
            _settings = new ViewerSettings(
                Osd: false, value.Asked.Encoding, value.Asked.Rate, value.Asked.MaxSize, value.Adaptive, Paused: false);
            _camera.IsJpeg = value.IsPassthrough;
        }
    }

    /// <summary>Whether the service encodes too slowly.</summary>
    public bool IsServerLate
    {
        get => _camera.EncodeLatency > TimeSpan.Zero;
        set => _camera.EncodeLatency = value ? LateEncode : TimeSpan.Zero;
    }

    public bool IsReading
    {
        get => _connection.IsReading;
        set
        {
            _connection.IsReading = value;
            if (value)
                _connection.Read(_wire.Now);
        }
    }

    public LinkReport Report => _feed.Report;

    public Rendition Rendition => _feed.Rendition ?? default;

    /// <summary>The greatest age of a frame when it was sent.</summary>
    public TimeSpan OldestSent { get; private set; }

    /// <summary>The frames that have arrived.</summary>
    public IReadOnlyList<ShownFrame> Shown => _shown;

    /// <summary>The frames that arrived between two times, in seconds.</summary>
    public ShownFrame[] Between(double from, double to) =>
        [.. _shown.Where(frame => frame.At.TotalSeconds >= from && frame.At.TotalSeconds < to)];

    public bool TryRead(out TcpSnapshot snapshot)
    {
        snapshot = HasTcpInfo ? _connection.Snapshot : default;
        return HasTcpInfo;
    }

    public bool TryReadUnacknowledged(out int bytes)
    {
        bytes = HasTcpInfo ? (int)_connection.Snapshot.BytesInFlight : 0;
        return HasTcpInfo;
    }

    /// <summary>A millisecond has passed.</summary>
    public void Advance()
    {
        _connection.Advance();
        _time.Advance(SimulatedWire.Step);
        while (_acknowledgements.TryPeek(out var acknowledgement) && acknowledgement.At <= _wire.Now)
        {
            long number = _acknowledgements.Dequeue().Number;
            _feed.TryAcknowledge(number);
            Unacknowledged = _sent.Keys.Count(sent => sent > number);
        }

        Program.Advance();
        _connection.Unread = Program.UnreadBytes;
        while (Program.TryTakeReceipt(out long read))
            _feed.TryReceive(read);
        _camera.Advance(_wire.Now);
        _camera.Encode(_wire.Now);
        // Like the viewer's sender: it sleeps until it is woken, or while the socket has no room.
        while (_isWoken && !_connection.IsSending && _camera.Variants.Camera.Newest is not null)
        {
            _isWoken = false;
            SendWhatMayGo(null);
            _camera.Encode(_wire.Now);
        }
    }

    /// <summary>As the viewer's sender: a loop that sleeps sends the frame at once, and any other asks for the newest later.</summary>
    public bool OnFrame(EncodedFrame frame)
    {
        if (_isWoken || _connection.IsSending)
            _isWoken = true;
        else
            SendWhatMayGo(frame);
        return !_isWoken;
    }

    private void SendWhatMayGo(EncodedFrame? offered)
    {
        while (_feed.TryTake(_settings, offered, out EncodedFrame? frame, out _))
        {
            Send(frame);
            frame.Release();
            if (_connection.IsSending)
            {
                // It continues when the socket has accepted the rest.
                _isWoken = true;
                return;
            }

            _feed.OnSent();
            if (ReferenceEquals(frame, offered))
                return;
            offered = null;
        }
    }

    private void Send(EncodedFrame frame)
    {
        if (_feed.IsReceiptDue)
            Program.Ask(frame.Stamp.Number);
        _sent[frame.Stamp.Number] = Rendition;
        Unacknowledged++;
        TimeSpan capturedAt = _time.GetElapsedTime(Start.Ticks, frame.Stamp.Timestamp);
        TimeSpan age = _wire.Now - capturedAt;
        OldestSent = age > OldestSent ? age : OldestSent;
        _connection.Send(new SentFrame(frame.Stamp.Number, frame.Bytes.Length, capturedAt, _wire.Now));
    }

    private void Arrived(SentFrame frame)
    {
        Rendition rendition = _sent[frame.Number];
        Program.Receive(frame, rendition);
        _shown.Add(new ShownFrame(_wire.Now, _wire.Now - frame.CapturedAt, frame.Bytes, rendition));
        _drawnAt = (_drawnAt > _wire.Now ? _drawnAt : _wire.Now) + Drawing;
        if (!Acknowledges || ++_arrived > AcknowledgesUntil || _arrived % AcknowledgesEvery != 0)
            return;
        Acknowledge(frame, _drawnAt);
    }

    private void Worked(SentFrame frame, TimeSpan at)
    {
        if (AcknowledgesWork)
            Acknowledge(frame, at);
    }

    private void Acknowledge(SentFrame frame, TimeSpan at) =>
        _acknowledgements.Enqueue((at + BehindProxy + _wire.Delay, frame.Number));
}
