using NATS.Client.Core;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// The service that publishes a camera to NATS, as its relay knows it: its state, its clock, and the stamps of the frames that came. For
/// any thread.
/// </summary>
/// <param name="camera">The camera here.</param>
/// <param name="server">The connection.</param>
/// <param name="subjects">The camera's subjects.</param>
/// <param name="time">The clock.</param>
internal sealed class Upstream(Camera camera, NatsServer server, NatsSubjects subjects, TimeProvider time)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1), LongestFrameTimeout = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly ClockOffset _clock = new();
    private readonly RelayedNumbers _numbers = new();
    private long _frameAt;
    private long _frames;
    private Task _check = Task.CompletedTask;
    private CameraFault? _checked;
    private bool _isSilent;
    private int _granted;
    private long _grantedSince;
    private long _connectingAt;
    private bool _hasBegun;
    private PublishedState? _state;

    /// <summary>Raised with the stamp of a frame of any variant, and the size of the camera's frames.</summary>
    public event Action<CaptureStamp, PictureSize>? FrameArrived;

    /// <summary>Raised when the clock there, or ours, was set. Has <see cref="PublishedState.Instance"/> of the service.</summary>
    public event Action<long>? ClockSet;

    /// <summary>Raised when another service publishes the camera, or the same after a restart: nothing is asked of it yet.</summary>
    public event Action? ServiceChanged;

    public NatsServer Server => server;

    public NatsSubjects Subjects => subjects;

    /// <summary>How far the clock that the capture times are by is ahead of ours.</summary>
    public TimeSpan ClockOffset => _clock.Value;

    /// <summary>Frames that came, over all variants.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Variants that are asked for here, and published.</summary>
    public int Variants => Volatile.Read(ref _granted);

    /// <summary>What it said last; null before that.</summary>
    public PublishedState? State => Volatile.Read(ref _state);

    /// <summary>
    /// Since when frames are expected, in monotonic ticks: variants that are asked for here are published, and the camera there is open, or
    /// has sent frames since <see cref="Begin"/>. Null while none are published.
    /// </summary>
    public long? ExpectedSince
    {
        get
        {
            lock (_gate)
                return _granted > 0 ? Math.Max(_grantedSince, _connectingAt) : null;
        }
    }

    /// <summary>Why the NATS server does not let this service ask for a variant, or receive it; null if it was not refused.</summary>
    /// <param name="name">The variant's name in subjects.</param>
    public string? RefusalOf(string name) => server.Refusals.Of(subjects.Lease(name)) ?? server.Refusals.Of(subjects.Frames(name));

    /// <summary>A variant is published because it is asked for here, or is not any more.</summary>
    public void OnGranted(bool isGranted)
    {
        lock (_gate)
        {
            if (_granted == 0)
                _grantedSince = time.GetTimestamp();
            _granted += isGranted ? 1 : -1;
        }
    }

    /// <summary>Asks for the state, without waiting for the answer.</summary>
    /// <returns>What is wrong, by the answer to an earlier question; null if nothing is, or if none came yet.</returns>
    public CameraFault? Check()
    {
        if (!Volatile.Read(ref _check).IsCompleted)
            return Volatile.Read(ref _checked);
        Volatile.Write(ref _check, Task.Run(async () =>
        {
            SourceResult result = await AskAsync(CancellationToken.None);
            // One answer that is late is no fault: a busy machine may stand still for a second.
            bool wasSilent = _isSilent;
            _isSilent = result.Fault?.Kind == CameraFaultKind.PublisherSilent;
            if (!_isSilent || wasSilent)
                Volatile.Write(ref _checked, result.Fault);
        }));
        return Volatile.Read(ref _checked);
    }

    /// <summary>Asks for the state.</summary>
    /// <returns>
    /// OK if its camera delivers, or is about to. So too if the answer is late, but frames come: it waits behind them.
    /// </returns>
    public async Task<SourceResult> AskAsync(CancellationToken cancellationToken)
    {
        if (!await server.WaitAsync(AnswerTimeout, cancellationToken))
            return server.Fault;
        try
        {
            DateTimeOffset asked = time.GetUtcNow();
            long started = time.GetTimestamp();
            NatsMsg<byte[]> answer = await server.Connection.RequestAsync<byte[]?, byte[]>(
                subjects.State, null, replyOpts: new NatsSubOpts { Timeout = AnswerTimeout }, cancellationToken: cancellationToken);
            TimeSpan roundTrip = time.GetElapsedTime(started);
            if (NatsAnswers.State(answer.Data) is not { } state)
                return Silent();
            Learn(state, asked, roundTrip);
            if (state.State == CameraState.Lost)
                return new CameraFault(CameraFaultKind.Upstream, Detail: state.Reason ?? "");
            return SourceResult.Ok;
        }
        catch (NatsNoRespondersException)
        {
            return new CameraFault(CameraFaultKind.NotPublished, server.Display, subjects.Camera);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever was wrong with an answer, the next one counts.
            return HasFrames ? SourceResult.Ok : server.IsConnected ? Silent() : server.Fault;
        }
    }

    /// <summary>A connection begins: the frames that follow have higher numbers than all before, placeholders included.</summary>
    public void Begin()
    {
        Volatile.Write(ref _hasBegun, false);
        lock (_gate)
            _numbers.Begin();
    }

    /// <summary>The stamp of a frame that came. It has the age that it has there.</summary>
    /// <param name="instance">The service that publishes it.</param>
    /// <param name="number">Its number there.</param>
    /// <param name="reference">The number there of the frame that it depends on; 0 for none.</param>
    /// <param name="capturedAt">When it was captured, by the clock there.</param>
    public RelayedStamp Stamp(long instance, long number, long reference, DateTimeOffset capturedAt)
    {
        if (State is { } state && state.Instance != instance)
        {
            // Perhaps another one answers by now.
            Check();
            return default;
        }

        TimeSpan age = time.GetUtcNow() + _clock.Value - capturedAt;
        long timestamp = time.GetTimestamp() - time.Ticks(age > TimeSpan.Zero ? age : TimeSpan.Zero);
        lock (_gate)
        {
            long here = _numbers.Of(instance, number, camera.NextStamp().Number);
            // It can be sent before the camera's loop has come to it. A placeholder that follows must be newer.
            camera.Reserve(here);
            var stamp = new CaptureStamp(here, timestamp, capturedAt, Rate: State?.Fps ?? 0);
            return new RelayedStamp(stamp, _numbers.OfReference(reference), _numbers.Epoch);
        }
    }

    /// <summary>How long ago something was published; null while the clock there is not known.</summary>
    public TimeSpan? DelayOf(DateTimeOffset publishedAt) => State is null ? null : time.GetUtcNow() + _clock.Value - publishedAt;

    /// <summary>A frame is there.</summary>
    public void OnFrame(CaptureStamp stamp, PictureSize size)
    {
        Interlocked.Increment(ref _frames);
        Volatile.Write(ref _frameAt, time.GetTimestamp());
        Volatile.Write(ref _hasBegun, true);
        if (State is { } state)
            server.Deliveries.Add(state.Instance);
        FrameArrived?.Invoke(stamp, size);
    }

    private void Learn(PublishedState state, DateTimeOffset asked, TimeSpan roundTrip)
    {
        bool isOther = State is { } before && before.Instance != state.Instance;
        bool wasSet = _clock.Add(asked, DateTimeOffset.UnixEpoch.AddMicroseconds(state.ServerTimeUs), roundTrip);
        camera.Clock.Ahead = _clock.Value;
        Volatile.Write(ref _state, state);
        if (state.State == CameraState.Connecting && !Volatile.Read(ref _hasBegun))
        {
            lock (_gate)
                _connectingAt = time.GetTimestamp();
        }

        camera.SetPublishedTitle(PublishedName.TitleOf(subjects.Camera, state.Title));
        if (state.State != CameraState.Lost)
            Volatile.Write(ref _checked, null);
        if (wasSet)
            ClockSet?.Invoke(state.Instance);
        if (isOther)
            ServiceChanged?.Invoke();
    }

    /// <summary>Whether frames came while the answer was waited for, or as often as those of a slow camera come.</summary>
    private bool HasFrames => Volatile.Read(ref _frameAt) is not 0 and var at && time.GetElapsedTime(at) < FrameTimeout;

    private TimeSpan FrameTimeout => State is { Fps: > 0 and var rate }
        ? TimeSpan.FromSeconds(Math.Clamp(3 / rate, AnswerTimeout.TotalSeconds, LongestFrameTimeout.TotalSeconds))
        : AnswerTimeout;

    private CameraFault Silent() => server.Refusals.OfQuestion(subjects.State) is { } refusal
        ? new(CameraFaultKind.NatsRefused, server.Display, refusal)
        : new(CameraFaultKind.PublisherSilent, server.Display, subjects.Camera);
}
