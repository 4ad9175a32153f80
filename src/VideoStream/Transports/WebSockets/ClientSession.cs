using System.Net.WebSockets;
using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Transports.Tcp;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// One client: owns its socket, a send loop and a receive loop. Whichever ends first ends the other, within a bounded time.
/// </summary>
internal sealed partial class ClientSession : IViewer, IDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1.5);

    private readonly ClientConnection _connection;
    private readonly VideoStreamOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WakeSignal _signal = new();
    private readonly AdaptiveSubscription _feed;
    private readonly StallDetector _stall;
    private readonly SessionSender _sender;
    private readonly SessionReceiver _receiver;
    private readonly CancellationTokenSource _closing;
    private readonly CancellationTokenRegistration _abort;
    private ViewerSettings _settings;
    private CloseReason? _end;

    public ClientSession(
        ClientConnection connection,
        VariantSet variants,
        ViewerSettings settings,
        ClientMessageParser parser,
        VideoStreamOptions options,
        TimeProvider time,
        ILogger<ClientSession> logger)
    {
        (_connection, _settings, _options, _time, _logger) = (connection, settings, options, time, logger);
        Camera = variants.Camera;
        Outbox = new Outbox(_signal.Set);
        _feed = new AdaptiveSubscription(variants, new TcpInfo(connection.Tcp), options, OnFrame, time);
        _stall = new StallDetector(new ConnectionProgress(new TcpInfo(connection.Tcp)), TimeSpan.FromSeconds(options.WebSocket.SendTimeout), time);
        var texts = new ServerMessageFactory(Id, Camera, options, Counters, () => Link, Effective, time);
        _sender = new SessionSender(this, connection, _feed, texts, _signal, time);
        _receiver = new SessionReceiver(this, connection.Socket, parser, time);
        _closing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _abort = _closing.Token.Register(Abort);
    }

    /// <summary>A short random name, for logs and the status.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..8];

    public Camera Camera { get; }

    public string Remote => _connection.Remote;

    public bool SpeaksV1 => _connection.SpeaksV1;

    /// <summary>Whether frames go straight to the connection's socket, and not through the web server.</summary>
    public bool WritesDirectly => _connection.Direct is not null;

    public ViewerSettings Settings => Volatile.Read(ref _settings);

    /// <summary>What is known of the way to the client.</summary>
    public LinkReport Link => Settings.Paused ? _feed.Report with { Limit = LimitedBy.Client } : _feed.Report;

    /// <summary>How many frames are recorded as in flight.</summary>
    public int RecordedInFlight => _feed.RecordedInFlight;

    /// <summary>Why the session ends; null while it goes on.</summary>
    public CloseReason? End => Volatile.Read(ref _end);

    public ViewerCounters Counters { get; } = new();

    public Outbox Outbox { get; }

    /// <summary>Runs the session to its end. Never throws.</summary>
    public async Task RunAsync()
    {
        long started = _time.GetTimestamp();
        LogStarted(Id, Remote, Camera.Name);
        Outbox.Notify(PendingNotifications.Hello | PendingNotifications.Camera);

        Task receiving = ReceiveAsync();
        await SendAsync();
        await receiving;

        LogEnded(Id, End!.Reason, _time.GetElapsedTime(started).TotalSeconds, Counters.Frames, Counters.Skipped);
    }

    /// <summary>Ends the session: the first reason counts. The client is told, and cut off if it doesn't answer in time.</summary>
    public void Stop(CloseReason end)
    {
        if (Interlocked.CompareExchange(ref _end, end, null) is not null)
            return;
        AbortAfter(CloseTimeout);
        _signal.Set();
    }

    /// <summary>Changes what the message named.</summary>
    public void Change(SettingsChange change)
    {
        ViewerSettings settings = change.ApplyTo(Settings);
        Volatile.Write(ref _settings, settings);
        _feed.Follow(settings);
        Outbox.Notify(PendingNotifications.Config);
    }

    /// <summary>A frame has arrived at the client.</summary>
    /// <returns>False if it was not sent, or was acknowledged before.</returns>
    public bool Acknowledge(long number) => _feed.TryAcknowledge(number);

    /// <summary>Called once a second: statistics are due, and a client that takes nothing may have to go.</summary>
    public void Tick()
    {
        if (SpeaksV1)
            Outbox.Notify(PendingNotifications.Stats);
        long since = _sender.SendingSince is var sending && sending != 0 ? sending : _feed.SendBlockedSince;
        if (!_stall.IsStalled(since))
            return;
        Stop(CloseReason.NothingTaken);
        AbortAfter(TimeSpan.Zero);
    }

    public void Dispose()
    {
        // First, and it waits for an abort that is under way: once the request has ended there is nothing left to abort.
        _abort.Dispose();
        _closing.Dispose();
        _receiver.Dispose();
        _feed.Dispose();
        _connection.Socket.Dispose();
    }

    /// <summary>The settings as they are in effect.</summary>
    public EffectiveSettings Effective() => EffectiveSettings.Of(Settings, _feed.Rendition, _options.WebSocket);

    private void OnFrame() => _sender.OnFrame();

    private async Task SendAsync()
    {
        try
        {
            await _sender.RunAsync();
        }
        catch (Exception e)
        {
            Stop(WhyFailed(e));
            if (End != CloseReason.Fault || !await TryCloseAsync())
                Abort();
        }
    }

    /// <summary>After a fault of our own: the client is told, if the socket still can.</summary>
    private async Task<bool> TryCloseAsync()
    {
        try
        {
            await _sender.CloseAsync(CloseReason.Fault);
            return true;
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
            return false;
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            Stop(await _receiver.RunAsync());
        }
        catch (Exception e)
        {
            Stop(WhyFailed(e));
        }
    }

    private CloseReason WhyFailed(Exception e)
    {
        CloseReason why = ConnectionFailure.Reason(e, _connection.Socket);
        if (why == CloseReason.Fault)
            LogFault(e, Id);
        else
            LogConnectionFailed(e, Id);
        return why;
    }

    private void AbortAfter(TimeSpan delay)
    {
        try
        {
            _closing.CancelAfter(delay);
        }
        catch (ObjectDisposedException)
        {
            // It had ended by itself.
        }
    }

    /// <summary>Cuts the connection, which ends both loops.</summary>
    private void Abort()
    {
        _connection.Socket.Abort();
        _connection.Abort();
    }
}
