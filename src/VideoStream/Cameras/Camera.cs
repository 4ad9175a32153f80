using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>
/// A camera as everybody sees it: its name, what it is doing, who watches it, and its newest picture. Pictures come from the connection
/// that is current; one that was given up may still be reading, but changes nothing any more.
/// </summary>
internal sealed class Camera(string name, CameraOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly RateMeter _rate = new(time);
    private CameraStatus _status = new(CameraState.Connecting, null, time.GetUtcNow(), time.GetUtcNow());
    private NewestPicture? _newest;
    private Frame? _last;
    private int _connection;
    private long _number;
    private long _content;
    private long _captured;
    private long _undecodable;
    private int _viewers;
    private long _unwatchedAt = time.GetTimestamp();

    /// <summary>Raised after each change of <see cref="Status"/>. Handlers must not block.</summary>
    public event Action<Camera>? StatusChanged;

    /// <summary>Raised when a viewer comes or goes. Handlers must not block.</summary>
    public event Action? ViewersChanged;

    public string Name => name;

    public CameraOptions Options => options;

    public LatestFrame Frames { get; } = new();

    public FramePool Pool { get; } = new();

    public CameraStatus Status => Volatile.Read(ref _status);

    /// <summary>Facts of the newest captured picture, which stay when the camera is lost; null before the first one.</summary>
    public NewestPicture? Newest => Volatile.Read(ref _newest);

    /// <summary>How many pictures were captured.</summary>
    public long Captured => Volatile.Read(ref _captured);

    /// <summary>How many pictures came damaged, or couldn't be decoded.</summary>
    public long Undecodable => Volatile.Read(ref _undecodable);

    /// <summary>How many watch it at the moment, over the socket or HTTP.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>For how long nobody has watched; null while somebody does.</summary>
    public TimeSpan? UnwatchedFor => Viewers > 0 ? null : time.GetElapsedTime(Volatile.Read(ref _unwatchedAt));

    /// <summary>How old the newest picture is; null before the first one.</summary>
    public TimeSpan? NewestAge => Newest is { } newest ? time.GetElapsedTime(newest.Stamp.Timestamp) : null;

    /// <summary>The size of what viewers are sent: that of the newest picture, or what was asked for while there was none.</summary>
    public PictureSize Size => Newest?.Size ?? options.Orientation.Turn(new(options.Width, options.Height));

    /// <summary>A viewer comes.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref _viewers);
        ViewersChanged?.Invoke();
    }

    /// <summary>A viewer goes.</summary>
    public void Exit()
    {
        Volatile.Write(ref _unwatchedAt, time.GetTimestamp());
        Interlocked.Decrement(ref _viewers);
        ViewersChanged?.Invoke();
    }

    /// <summary>Begins a connection to the source; pictures of those before are refused from now on.</summary>
    /// <returns>The connection's number, to be given with its pictures.</returns>
    internal int Connect(string? reason)
    {
        lock (_gate)
        {
            _connection++;
            _rate.Reset();
        }

        SetStatus(CameraState.Connecting, reason);
        return _connection;
    }

    /// <summary>Reads the picture that has just been grabbed and puts it into the slot. Called by the connection's thread only.</summary>
    /// <returns>Whether it is a good one.</returns>
    internal bool Take(ICameraReader reader, int connection)
    {
        var capture = new Capture(Volatile.Read(ref _number) + 1, time.GetTimestamp(), time.GetUtcNow());
        var content = new FrameContent(Pool, options.Orientation);
        try
        {
            if (!reader.Retrieve(content, capture) || content.IsEmpty)
            {
                Interlocked.Increment(ref _undecodable);
                content.Free();
                return false;
            }

            content.Turn();
        }
        catch
        {
            content.Free();
            throw;
        }

        bool nowLive;
        lock (_gate)
        {
            if (connection != _connection)
            {
                content.Free();
                return true;
            }

            nowLive = _status.State != CameraState.Live;
            if (nowLive)
                ChangeStatus(CameraState.Live, null, null);
            Publish(content, capture, live: true, _rate.Add(capture.Timestamp));
        }

        if (nowLive)
            StatusChanged?.Invoke(this);
        return true;
    }

    /// <summary>Puts a placeholder into the slot, unless the camera's status has changed meanwhile.</summary>
    /// <param name="content">What it shows, which this takes over.</param>
    /// <param name="status">The status that it tells of.</param>
    internal void ShowPlaceholder(FrameContent content, CameraStatus status)
    {
        lock (_gate)
        {
            if (status != _status || status.State == CameraState.Live)
                content.Free();
            else
                Publish(content, new Capture(0, time.GetTimestamp(), time.GetUtcNow()), live: false, rate: 0);
        }
    }

    /// <summary>The last picture before the camera went, which the caller releases; null if there never was one, or it is live.</summary>
    internal Frame? TakeLast()
    {
        lock (_gate)
        {
            _last?.Claim();
            return _last;
        }
    }

    /// <summary>
    /// Sets what the camera is doing when it isn't live. Its last picture leaves the slot, so that nobody takes it for a live one. Once it is no
    /// more connecting nor stalled, its connection's pictures are refused.
    /// </summary>
    internal void SetStatus(CameraState state, string? reason = null, DateTimeOffset? nextTry = null)
    {
        lock (_gate)
        {
            if (state is CameraState.Lost or CameraState.Idle)
                _connection++;
            ChangeStatus(state, reason, nextTry);
        }

        StatusChanged?.Invoke(this);
    }

    /// <summary>Says that no picture comes, unless one has come since the caller looked.</summary>
    internal void SetStalled(FrameStamp newest, string reason)
    {
        lock (_gate)
        {
            if (_newest is { } picture && picture.Stamp != newest)
                return;
            ChangeStatus(CameraState.Stalled, reason, null);
        }

        StatusChanged?.Invoke(this);
    }

    /// <summary>Gives up its memory. Whoever still holds a picture keeps it.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _connection++;
            DropLast();
            Frames.Clear();
        }

        Pool.Dispose();
    }

    private void ChangeStatus(CameraState state, string? reason, DateTimeOffset? nextTry)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (state == CameraState.Live)
            DropLast();
        else
            KeepLast();
        DateTimeOffset? downSince = state is CameraState.Live or CameraState.Idle ? null : _status.DownSince ?? now;
        Volatile.Write(ref _status, new CameraStatus(state, reason, now, downSince, nextTry));
    }

    private void KeepLast()
    {
        if (Frames.TryTake(0, out Frame? frame))
        {
            if (frame.Live)
            {
                DropLast();
                _last = frame;
            }
            else
            {
                frame.Release();
            }
        }

        Frames.Clear();
    }

    private void DropLast()
    {
        _last?.Release();
        _last = null;
    }

    private void Publish(FrameContent content, Capture capture, bool live, double rate)
    {
        long number = _number + 1;
        if (!live || !IsShown(content))
            _content++;
        content.Jpeg?.Insert(JpegComment.Segment(number, capture.At, name));
        var frame = new Frame(content)
        {
            Number = number,
            CapturedTimestamp = capture.Timestamp,
            PublishedTimestamp = time.GetTimestamp(),
            CapturedAt = capture.At,
            Rate = rate,
            Content = _content,
            Live = live,
        };
        Volatile.Write(ref _number, number);
        if (live)
        {
            Volatile.Write(ref _captured, _captured + 1);
            Volatile.Write(ref _newest, new NewestPicture(frame.Stamp, frame.Size, frame.Rate));
        }

        Frames.Publish(frame);
    }

    /// <summary>Whether the newest picture shows just this.</summary>
    private bool IsShown(FrameContent content)
    {
        if (!Frames.TryTake(0, out Frame? newest))
            return false;
        bool isShown = newest.Live && newest.Shows(content);
        newest.Release();
        return isShown;
    }
}
