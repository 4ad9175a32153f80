using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Cameras;

/// <summary>A camera: its name, options, status, viewers and newest frame.</summary>
internal sealed class Camera
{
    private readonly TimeProvider _time;
    private readonly CameraDemand _demand;
    private readonly CameraOutput _output;
    private CameraOptions _options;
    private string? _publishedTitle;
    private long _decodeErrors;
    private bool _isRemoved;
    private bool _isUnasked;

    public Camera(string name, CameraOptions options, TimeProvider time)
    {
        (Name, _options, _time) = (name, options, time);
        _demand = new CameraDemand(time);
        Video = new CameraVideo(name, time.TimestampFrequency);
        Decoder = new UnitDecoder(Video);
        Follower = new UnitFollower(Decoder);
        Clock = new CameraClock(time);
        _output = new CameraOutput(Frames, Video, Clock, time);
        _output.StatusChanged += () => StatusChanged?.Invoke(this);
    }

    /// <summary>Raised after each change of <see cref="Status"/>. Handlers must not block.</summary>
    public event Action<Camera>? StatusChanged;

    /// <inheritdoc cref="CameraDemand.Changed"/>
    public event Action? ViewersChanged
    {
        add => _demand.Changed += value;
        remove => _demand.Changed -= value;
    }

    public string Name { get; }

    /// <summary>What is shown to people as its name.</summary>
    public string Title => Options.Title ?? Volatile.Read(ref _publishedTitle) ?? Name;

    /// <summary>The options of the connections that are opened from now on.</summary>
    public CameraOptions Options => Volatile.Read(ref _options);

    /// <summary>Whether the configuration does not have the camera any more. Then it delivers nothing, and its viewers end.</summary>
    public bool IsRemoved => Volatile.Read(ref _isRemoved);

    public LatestFrame Frames { get; } = new();

    public FramePool Pool { get; } = new();

    /// <summary>The clock that gives the capture times.</summary>
    public CameraClock Clock { get; }

    /// <summary>The camera's own H.264, if it sends some.</summary>
    public CameraVideo Video { get; }

    /// <summary>Decodes the camera's own H.264.</summary>
    public UnitDecoder Decoder { get; }

    /// <summary>Decodes it ahead where that is needed.</summary>
    public UnitFollower Follower { get; }

    /// <summary>
    /// Whether the camera's frames could be decoded. It outlasts a connection: a camera that can't be decoded is not live again before a
    /// frame can.
    /// </summary>
    public DecodeState Decodes { get; } = new();

    public CameraStatus Status => _output.Status;

    /// <summary>The newest captured frame, kept when the camera is lost; null before the first one.</summary>
    public LatestFrameInfo? Newest => _output.Newest;

    /// <inheritdoc cref="FramePublisher.Captured"/>
    public long Captured => _output.Captured;

    /// <summary>The number of frames that arrived damaged or could not be decoded.</summary>
    public long DecodeErrors => Volatile.Read(ref _decodeErrors);

    /// <summary>Whether the source is open, and sends no frames because none are asked for.</summary>
    public bool IsUnasked
    {
        get => Volatile.Read(ref _isUnasked);
        internal set => Volatile.Write(ref _isUnasked, value);
    }

    /// <inheritdoc cref="CameraDemand.Viewers"/>
    public int Viewers => _demand.Viewers;

    /// <inheritdoc cref="CameraDemand.UnwatchedFor"/>
    public TimeSpan? UnwatchedFor => _demand.UnwatchedFor;

    /// <summary>The age of the newest frame; null before the first one.</summary>
    public TimeSpan? NewestAge => Newest is { } newest ? _time.GetElapsedTime(newest.Stamp.Timestamp) : null;

    /// <summary>Frames per second that the camera was last seen to deliver, or is configured to deliver before that is known.</summary>
    public double ExpectedRate => IsRateKnown ? _output.SeenRate : Options.FrameRate;

    /// <summary>Frames per second that the camera was last seen to deliver; null while that is unknown.</summary>
    public double? SeenRate => _output.SeenRate is > 0 and var rate ? rate : null;

    /// <summary>Whether the camera has been seen to deliver at <see cref="ExpectedRate"/>.</summary>
    public bool IsRateKnown => _output.SeenRate > 0;

    /// <inheritdoc cref="CameraDemand.RequestsByName"/>
    public long RequestsByName => _demand.RequestsByName;

    /// <summary>The size of the newest frame, or the configured size before the first one.</summary>
    public PictureSize Size => Newest?.Size ?? Options.Orientation.Turn(new(Options.Width, Options.Height));

    /// <inheritdoc cref="CameraDemand.Enter"/>
    public void Enter() => _demand.Enter();

    /// <inheritdoc cref="CameraDemand.Exit"/>
    public void Exit() => _demand.Exit();

    /// <inheritdoc cref="CameraDemand.RequestByName"/>
    public void RequestByName() => _demand.RequestByName();

    /// <summary>Replaces the options, while no connection is open. What was learned of the old source is forgotten.</summary>
    internal void Configure(CameraOptions options)
    {
        if (options.Source != Options.Source)
        {
            _output.Forget();
            Clock.Ahead = TimeSpan.Zero;
        }

        Volatile.Write(ref _options, options);
        _output.ForgetRate();
        Decodes.AddSuccess();
    }

    /// <summary>Replaces options that differ only in what the connection does not use.</summary>
    internal void Rename(CameraOptions options) => Volatile.Write(ref _options, options);

    /// <summary>The title at the service that publishes the camera, for one that has none here; null if there is none.</summary>
    internal void SetPublishedTitle(string? title) => Volatile.Write(ref _publishedTitle, title);

    /// <summary>Marks the camera as removed.</summary>
    internal void Remove() => Volatile.Write(ref _isRemoved, true);

    /// <inheritdoc cref="CameraOutput.Connect"/>
    internal int Connect(CameraFault? fault) => _output.Connect(fault);

    /// <inheritdoc cref="FramePublisher.NextStamp"/>
    internal CaptureStamp NextStamp() => _output.NextStamp();

    /// <inheritdoc cref="FramePublisher.Reserve"/>
    internal void Reserve(long number) => _output.Reserve(number);

    /// <inheritdoc cref="FramePublisher.ForgetRate"/>
    internal void ForgetRate() => _output.ForgetRate();

    /// <summary>Counts a damaged frame.</summary>
    internal void AddDecodeError() => Interlocked.Increment(ref _decodeErrors);

    /// <inheritdoc cref="CameraOutput.Publish"/>
    internal void Publish(int connection, FrameContent content, CaptureStamp stamp) => _output.Publish(connection, content, stamp);

    /// <inheritdoc cref="CameraOutput.ShowPlaceholder"/>
    internal void ShowPlaceholder(FrameContent content, CameraStatus status) => _output.ShowPlaceholder(content, status);

    /// <inheritdoc cref="CameraOutput.RetainLast"/>
    internal Frame? RetainLast() => _output.RetainLast();

    /// <inheritdoc cref="CameraOutput.SetStatus"/>
    internal void SetStatus(CameraState state, CameraFault? fault = null, long? nextTry = null) =>
        _output.SetStatus(state, fault, nextTry);

    /// <inheritdoc cref="CameraOutput.SetStalled"/>
    internal void SetStalled(FrameStamp newest, string? damage = null, string? hindrance = null) =>
        _output.SetStalled(newest, damage, hindrance);

    /// <summary>Releases the memory of the camera. A frame that is still retained stays valid.</summary>
    internal void Close()
    {
        _output.Close();
        Pool.Dispose();
        Decoder.Dispose();
    }
}
