using System.Net.WebSockets;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Protocol;

namespace VideoStream.Sessions;

/// <summary>
/// One client: owns its socket, a send loop and a receive loop. Whichever ends first ends the other, within a bounded time.
/// </summary>
internal sealed partial class ClientSession : IDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1.5);

    private readonly ClientConnection _connection;
    private readonly VideoStreamOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WakeSignal _signal = new();
    private readonly AdaptiveQuality _adaptive;
    private readonly SendStall _stall;
    private readonly SessionSender _sender;
    private readonly SessionReceiver _receiver;
    private readonly CancellationTokenSource _closing;
    private readonly CancellationTokenRegistration _abort;
    private ViewerSettings _settings;
    private SessionEnd? _end;

    public ClientSession(
        ClientConnection connection,
        CameraVariants variants,
        ViewerSettings settings,
        ClientMessageParser parser,
        VideoStreamOptions options,
        TimeProvider time,
        ILogger<ClientSession> logger)
    {
        (_connection, _settings, _options, _time, _logger) = (connection, settings, options, time, logger);
        Camera = variants.Camera;
        Outbox = new Outbox(_signal.Set);
        Sent = new SentPictures(time);
        _adaptive = new AdaptiveQuality(options.Adaptive, time);
        _adaptive.Reset(StartQuality(settings));
        _stall = new SendStall(connection.Progress, TimeSpan.FromSeconds(options.WebSocket.SendTimeout), time);
        var texts = new SessionTexts(Id, Camera, options, Counters, Effective, time);
        _sender = new SessionSender(this, connection.Socket, variants, options.WebSocket, texts, time);
        _receiver = new SessionReceiver(this, connection.Socket, parser, time);
        _closing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _abort = _closing.Token.Register(Abort);
    }

    /// <summary>A short random name, for logs and the status.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..8];

    public Camera Camera { get; }

    public string Remote => _connection.Remote;

    public bool SpeaksV1 => _connection.SpeaksV1;

    public ViewerSettings Settings => Volatile.Read(ref _settings);

    /// <summary>JPEG quality to send with.</summary>
    public int Quality => _adaptive.Current;

    /// <summary>Why the session ends; null while it goes on.</summary>
    public SessionEnd? End => Volatile.Read(ref _end);

    public SessionCounters Counters { get; } = new();

    public SentPictures Sent { get; }

    public Outbox Outbox { get; }

    /// <summary>Runs the session to its end. Never throws.</summary>
    public async Task RunAsync()
    {
        long started = _time.GetTimestamp();
        LogStarted(Id, Remote, Camera.Name);
        Outbox.Announce(News.Hello | News.Camera);

        Task receiving = ReceiveAsync();
        await SendAsync();
        await receiving;

        LogEnded(Id, End!.Reason, _time.GetElapsedTime(started).TotalSeconds, Counters.Pictures, Counters.Skipped);
    }

    /// <summary>Ends the session: the first reason counts. The client is told, and cut off if it doesn't answer in time.</summary>
    public void Stop(SessionEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, end, null) is not null)
            return;
        CutAfter(CloseTimeout);
        _signal.Set();
    }

    /// <summary>Changes what the message named.</summary>
    public void Change(SettingsChange change)
    {
        ViewerSettings settings = change.ApplyTo(Settings);
        Volatile.Write(ref _settings, settings);
        if (change.Quality is not null || change.Adaptive is not null)
            _adaptive.Reset(StartQuality(settings));
        Outbox.Announce(News.Config);
    }

    /// <summary>A picture has arrived at the client.</summary>
    /// <returns>False if it was not sent, or was acknowledged before.</returns>
    public bool Acknowledge(long number)
    {
        if (!Sent.TryAcknowledge(number, out long sentAt))
            return false;
        long now = _time.GetTimestamp();
        Counters.Acknowledged(_time.GetElapsedTime(sentAt, now));
        if (Settings.Adaptive && _adaptive.Observe(sentAt, now))
            Outbox.Announce(News.Config);
        return true;
    }

    /// <summary>Called once a second: statistics are due, and a client that takes nothing may have to go.</summary>
    public void Tick()
    {
        if (SpeaksV1)
            Outbox.Announce(News.Stats);
        if (!_stall.IsOver(_sender.SendingSince))
            return;
        Stop(SessionEnd.NothingTaken);
        CutAfter(TimeSpan.Zero);
    }

    public void Dispose()
    {
        // First, and it waits for an abort that is under way: once the request has ended there is nothing left to abort.
        _abort.Dispose();
        _closing.Dispose();
        _receiver.Dispose();
        _connection.Socket.Dispose();
    }

    /// <summary>The settings as they are in effect.</summary>
    public Settings Effective() => Protocol.Settings.Of(Settings, Quality, _options.WebSocket.FrameRate);

    /// <summary>Adaptation lowers a camera's own picture from the quality of whoever asks for none.</summary>
    private int StartQuality(ViewerSettings settings) =>
        settings.Quality == Variant.SourceQuality ? _options.WebSocket.Quality : settings.Quality;

    private async Task SendAsync()
    {
        try
        {
            await _sender.RunAsync(_signal);
        }
        catch (Exception e)
        {
            Stop(WhyFailed(e));
            if (End != SessionEnd.Fault || !await TryCloseAsync())
                Abort();
        }
    }

    /// <summary>After a fault of our own: the client is told, if the socket still can.</summary>
    private async Task<bool> TryCloseAsync()
    {
        try
        {
            await _sender.CloseAsync(SessionEnd.Fault);
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

    private SessionEnd WhyFailed(Exception e)
    {
        SessionEnd why = ConnectionFailure.Reason(e, _connection.Socket);
        if (why == SessionEnd.Fault)
            LogFault(e, Id);
        else
            LogConnectionFailed(e, Id);
        return why;
    }

    private void CutAfter(TimeSpan delay)
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
