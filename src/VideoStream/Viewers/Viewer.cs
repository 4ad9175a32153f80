using System.Net;
using VideoStream.Access;
using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Viewers.Settings;

namespace VideoStream.Viewers;

/// <summary>
/// One client that watches a camera, over any transport. The transport calls <see cref="SendAsync"/>, and disposes of the viewer when that
/// has ended. All else is for any thread.
/// </summary>
internal sealed class Viewer : IDisposable
{
    /// <summary>A connection that does not end within this time after <see cref="Close"/> is cut.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>How often a client may ask for a key frame.</summary>
    private static readonly TimeSpan KeyFrameRequestInterval = TimeSpan.FromSeconds(2);

    private readonly VariantSet _variants;
    private readonly ViewerConnection _connection;
    private readonly ClientLimits _limits;
    private readonly ViewerSettings _defaults;
    private readonly TimeProvider _time;
    private readonly Lock _changing = new();
    private readonly ViewerState _state;
    private readonly AdaptiveSubscription _subscription;
    private readonly ViewerSender _sender;
    private readonly StallDetector _stall;
    private readonly CodecWatch _codec = new();
    private readonly CancellationTokenSource _aborting;
    private readonly CancellationTokenRegistration _abort;
    private long _keyFrameRequestedAt;

    /// <summary>Creates a viewer that gets nothing until <see cref="SendAsync"/>.</summary>
    /// <param name="connection">Its connection.</param>
    /// <param name="variants">The camera that it watches.</param>
    /// <param name="settings">The settings that it begins with.</param>
    /// <param name="options">The limits of clients, and of adaptation.</param>
    /// <param name="time">The clock that stamps frames.</param>
    public Viewer(ViewerConnection connection, VariantSet variants, ViewerSettings settings, VideoStreamOptions options, TimeProvider time)
    {
        (_connection, _state, _limits, _time) = (connection, new ViewerState(settings), options.WebSocket, time);
        _defaults = ViewerSettings.Defaults(options);
        (_variants, Camera) = (variants, variants.Camera);
        _sender = new ViewerSender(_state, time);
        _subscription = new AdaptiveSubscription(variants, connection, options, _sender, _sender.OnRoom, time)
        {
            QuestionDue = () => Raise(ViewerEvent.QuestionDue),
        };
        _stall = new StallDetector(connection.Probe, TimeSpan.FromSeconds(_limits.SendTimeout), time);
        _aborting = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _abort = _aborting.Token.Register(connection.Abort);
    }

    /// <inheritdoc cref="ViewerState.Changed"/>
    public event Action<ViewerEvent>? Changed
    {
        add => _state.Changed += value;
        remove => _state.Changed -= value;
    }

    /// <summary>A short random name, for logs, the status and <c>hello</c>.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..8];

    public Camera Camera { get; }

    public ViewerTransport Transport => _connection.Transport;

    public string Remote => _connection.Remote;

    /// <inheritdoc cref="ViewerConnection.Address"/>
    public IPAddress? Address => _connection.Address;

    /// <inheritdoc cref="ViewerConnection.Grant"/>
    public AccessGrant Grant => _connection.Grant;

    /// <inheritdoc cref="ViewerConnection.Page"/>
    public ViewerPage? Page => _connection.Page;

    /// <summary>Whether frames go straight to the connection's socket, and not through the web server.</summary>
    public bool WritesDirectly => _connection.WritesDirectly;

    public ViewerCounters Counters => _state.Counters;

    public ViewerSettings Settings => _state.Settings;

    /// <summary>The settings in effect.</summary>
    public EffectiveSettings Effective => EffectiveSettings.Of(Settings, _subscription.Rendition, _limits);

    /// <summary>The state of the link to the client.</summary>
    public LinkReport Link => Settings.Paused ? _subscription.Report with { Limit = LimitedBy.Client } : _subscription.Report;

    /// <inheritdoc cref="AdaptiveSubscription.IsStill"/>
    public bool IsStill => _subscription.IsStill;

    /// <summary>
    /// Why the frames for it can't be made now, in words: they can't be encoded, or the service that a relay asks refuses; null if they
    /// can.
    /// </summary>
    public string? EncoderProblem => _subscription.Problem;

    /// <summary>Frames that are recorded as in flight.</summary>
    public int RecordedInFlight => _subscription.RecordedInFlight;

    /// <inheritdoc cref="ViewerState.CloseReason"/>
    public CloseReason? CloseReason => _state.CloseReason;

    /// <summary>Sends frames until the viewer is closed.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    public Task SendAsync(IFrameSink sink) => _sender.RunAsync(_subscription, sink);

    /// <summary>The transport has messages to send.</summary>
    public void Wake() => _sender.Wake();

    /// <summary>Closes the viewer. The first reason counts. The connection is cut if it does not end in time.</summary>
    public void Close(CloseReason reason)
    {
        if (!_state.TryClose(reason))
            return;
        AbortAfter(CloseTimeout);
        _sender.Wake();
    }

    /// <summary>Cuts the connection at once.</summary>
    public void Abort() => _connection.Abort();

    /// <summary>Changes settings, within the client's caps.</summary>
    public void Change(SettingsChange change) => Apply(settings => change.ApplyTo(settings).Within(Grant.Caps, _defaults));

    /// <summary>The client and the service may change settings at the same time, and no change may be lost.</summary>
    private void Apply(Func<ViewerSettings, ViewerSettings> change)
    {
        lock (_changing)
        {
            ViewerSettings settings = _state.Settings = change(Settings);
            _subscription.Follow(settings);
        }

        Raise(ViewerEvent.SettingsChanged);
        _sender.Wake();
    }

    /// <summary>
    /// The client can't decode what it is sent, and needs a key frame. It is asked for seldom: a key frame is sent to all viewers of the
    /// stream, so one that asks all the time would cost the others.
    /// </summary>
    public void RequestKeyFrame()
    {
        long now = _time.GetTimestamp(), before = Volatile.Read(ref _keyFrameRequestedAt);
        if (before != 0 && _time.GetElapsedTime(before, now) < KeyFrameRequestInterval)
            return;
        Volatile.Write(ref _keyFrameRequestedAt, now);
        _subscription.RequestKeyFrame();
        _sender.Wake();
    }

    /// <inheritdoc cref="AdaptiveSubscription.OnAsked"/>
    public void OnAsked() => _subscription.OnAsked();

    /// <summary>The client has acknowledged a frame.</summary>
    /// <returns>False if it was not sent, or was acknowledged before.</returns>
    public bool Acknowledge(long number) => _subscription.TryAcknowledge(number);

    /// <summary>The client's program has read a frame, and all before it.</summary>
    /// <returns>False if no receipt of it was asked for, or it came before.</returns>
    public bool TryReceive(long number) => _subscription.TryReceive(number);

    /// <inheritdoc cref="LinkController.SampleAges"/>
    public AgeSample SampleAges() => _subscription.SampleAges();

    /// <summary>Does what is due once a second.</summary>
    public void Tick()
    {
        if (Grant.IsExpired(_time.GetUtcNow()))
            Close(CloseReason.OfExpired(Grant));
        long since = _sender.SendingSince is var sending && sending != 0 ? sending : _subscription.SendBlockedSince;
        // A frame that takes its time on the link is no failure of the encoder.
        if (since == 0 && _codec.IsFailed(Settings, EncoderProblem, Counters.LiveFrames))
            Apply(settings => settings with { Codec = Codec.Jpeg });
        Raise(ViewerEvent.Ticked);
        if (!_stall.IsStalled(since))
            return;
        Close(CloseReason.SendTimeout);
        AbortAfter(TimeSpan.Zero);
    }

    /// <summary>Passes an event on to the transport.</summary>
    public void Raise(ViewerEvent what) => _state.Raise(what);

    public void Dispose()
    {
        // First: it waits for an abort that is running. After the request has ended there is nothing to abort.
        _abort.Dispose();
        _aborting.Dispose();
        _subscription.Dispose();
    }

    private void AbortAfter(TimeSpan delay)
    {
        try
        {
            _aborting.CancelAfter(delay);
        }
        catch (ObjectDisposedException)
        {
            // The viewer has ended by itself.
        }
    }
}
