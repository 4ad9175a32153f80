using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Adaptation;

/// <summary>A viewer on a <see cref="SimulatedWire"/>, and the loop that sends to it: what the service does, on a clock of the test's own.</summary>
internal sealed class SimulatedViewer
{
    private static readonly PictureSize Source = new(1280, 720);
    private static readonly TimeSpan PictureInterval = TimeSpan.FromSeconds(1) / 30;

    private readonly SimulatedWire _wire;
    private readonly SimulatedConnection _connection;
    private readonly ViewerLink _link;
    private readonly VariantBytes _bytes = new(80, TimeProvider.System);
    private readonly Pacer _pacer = new();
    private readonly Random _random = new(2);
    private readonly Queue<(TimeSpan At, long Number)> _acknowledgements = new();
    private readonly List<ShownPicture> _shown = [];
    private readonly Dictionary<long, Choice> _sent = [];
    private TimeSpan _lookAt;
    private long _last;
    private int _arrived;
    private TimeSpan _drawnAt;
    private bool _isSending;

    public SimulatedViewer(SimulatedWire wire, AdaptiveOptions? options = null)
    {
        _wire = wire;
        _connection = new SimulatedConnection(wire, Arrived);
        _link = new ViewerLink(options ?? new AdaptiveOptions(), 80, Bytes);
    }

    public bool Acknowledges { get; init; }

    /// <summary>It acknowledges every n-th frame that arrives.</summary>
    public int AcknowledgesEvery { get; init; } = 1;

    /// <summary>The number of arrived frames after which it sends no acknowledgement any more.</summary>
    public int AcknowledgesUntil { get; set; } = int.MaxValue;

    /// <summary>Whether the platform has <c>TCP_INFO</c>.</summary>
    public bool HasTcpInfo { get; init; } = true;

    /// <summary>The frames that were sent after the last frame that was acknowledged.</summary>
    public int Unacknowledged { get; private set; }

    /// <summary>What it takes from a picture's arrival to its acknowledgement, beside the way back.</summary>
    public TimeSpan Drawing { get; set; }

    public Wish Wish { get; set; } = new(new Choice(80, null, 30), Source, Adaptive: true, IsCamerasOwn: false);

    /// <summary>Whether the service can't keep up with all that it has to do.</summary>
    public bool IsServerLate { get; set; }

    public bool IsReading
    {
        get => _connection.IsReading;
        set
        {
            _connection.IsReading = value;
            if (value)
                _connection.Take(_wire.Now);
        }
    }

    public LinkReport Report => _link.Report(isServerLate: false);

    public Choice Choice => _link.Choice;

    /// <summary>All that has arrived.</summary>
    public IReadOnlyList<ShownPicture> Shown => _shown;

    /// <summary>What has arrived between two times, in seconds.</summary>
    public ShownPicture[] Between(double from, double to) =>
        [.. _shown.Where(picture => picture.At.TotalSeconds >= from && picture.At.TotalSeconds < to)];

    /// <summary>A millisecond has passed.</summary>
    public void Advance()
    {
        _connection.Advance();
        while (_acknowledgements.TryPeek(out var acknowledgement) && acknowledgement.At <= _wire.Now)
        {
            long number = _acknowledgements.Dequeue().Number;
            _link.TryAcknowledge(number, _wire.Now);
            Unacknowledged = _sent.Keys.Count(sent => sent > number);
            _lookAt = TimeSpan.Zero;
        }

        if (_connection.IsSending)
            return;
        if (_isSending)
            _link.Sent(_wire.Now);
        _isSending = false;
        long newest = (long)(_wire.Now / PictureInterval);
        if (newest <= _last || _wire.Now < _lookAt)
            return;
        // As a ViewerFeed does.
        Choice choice = _link.IsUnhindered
            ? _link.Choice
            : _link.Choose(Wish, 30, _link.NeedsLook && HasTcpInfo ? _connection.Snapshot : null, IsServerLate, _wire.Now, out _);
        TimeSpan wait = _link.IsUnhindered ? TimeSpan.Zero : _link.WaitForRoom(_wire.Now);
        _lookAt = _wire.Now + wait;
        if (wait == TimeSpan.Zero)
            Send(new FrameStamp(newest, (newest * PictureInterval).Ticks), choice);
    }

    private void Send(FrameStamp stamp, Choice choice)
    {
        long interval = (long)(TimeSpan.TicksPerSecond / choice.Rate);
        if (stamp.Timestamp < _pacer.Earliest(interval))
            return;
        _pacer.Take(stamp, interval);
        _last = stamp.Number;
        _sent[stamp.Number] = choice;
        Unacknowledged++;
        // Pictures are never quite as large as those before.
        int bytes = (int)(Bytes(choice) * (0.9 + (0.2 * _random.NextDouble())));
        var picture = new SentPicture(stamp.Number, bytes, TimeSpan.FromTicks(stamp.Timestamp), _wire.Now);
        _link.Sending(picture);
        _connection.Send(picture);
        _isSending = true;
    }

    private void Arrived(SentPicture picture)
    {
        _shown.Add(new ShownPicture(_wire.Now, _wire.Now - picture.CapturedAt, picture.Bytes, _sent[picture.Number]));
        _drawnAt = (_drawnAt > _wire.Now ? _drawnAt : _wire.Now) + Drawing;
        if (!Acknowledges || ++_arrived > AcknowledgesUntil || _arrived % AcknowledgesEvery != 0)
            return;
        _acknowledgements.Enqueue((_drawnAt + _wire.Delay, picture.Number));
    }

    private double Bytes(Choice choice) => _bytes.Estimate(choice.Box ?? Source, choice.Quality);
}
