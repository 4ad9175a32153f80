using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Transports.WebSockets;

namespace VideoStream.Viewers;

/// <summary>Admits clients under the limit, knows those that are there, and sends them away when the service stops.</summary>
internal sealed partial class ViewerRegistry : BackgroundService
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly int _limit;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<IViewer, byte> _viewers = new();
    private readonly CameraStatusNotifier _notifier;
    private readonly ILogger _logger;
    private readonly CancellationTokenRegistration _stopping;
    private readonly IHostApplicationLifetime _lifetime;
    private int _admitted;
    private long _refused;

    public ViewerRegistry(
        IOptions<VideoStreamOptions> options, CameraRegistry cameras, IHostApplicationLifetime lifetime, TimeProvider time,
        ILogger<ViewerRegistry> logger)
    {
        (_limit, _lifetime, _time, _logger) = (options.Value.WebSocket.MaxClients, lifetime, time, logger);
        _notifier = new CameraStatusNotifier(cameras.All, Notify, time);
        _stopping = lifetime.ApplicationStopping.Register(StopAll);
    }

    /// <summary>How many clients are admitted, sockets and MJPEG streams together.</summary>
    public int Admitted => Volatile.Read(ref _admitted);

    /// <summary>How many came and found no place.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The sessions that are running.</summary>
    public IEnumerable<ClientSession> Sessions => _viewers.Keys.OfType<ClientSession>();

    /// <summary>Takes a place for one client, if one is free; <see cref="Leave"/> gives it back.</summary>
    public bool TryEnter()
    {
        int admitted = Volatile.Read(ref _admitted);
        while (admitted < _limit)
        {
            int seen = Interlocked.CompareExchange(ref _admitted, admitted + 1, admitted);
            if (seen == admitted)
                return true;
            admitted = seen;
        }

        Interlocked.Increment(ref _refused);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _admitted);

    /// <summary>Runs an admitted client to its end.</summary>
    public async Task RunAsync(IViewer viewer)
    {
        _viewers[viewer] = 0;
        // After it is listed: whoever came while the service began to stop is sent away here, or by StopAll.
        if (_lifetime.ApplicationStopping.IsCancellationRequested && viewer is ClientSession session)
            session.Stop(CloseReason.ServiceStops);
        try
        {
            await viewer.RunAsync();
        }
        finally
        {
            _viewers.TryRemove(viewer, out _);
        }
    }

    public override void Dispose()
    {
        _stopping.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] loops = [TickAsync(stop.Token), _notifier.RunAsync(stop.Token)];
        // If one fails, the other ends too, and the host stops.
        await Task.WhenAny(loops);
        await stop.CancelAsync();
        await Task.WhenAll(loops);
    }

    /// <summary>One timer for all viewers' once-a-second work.</summary>
    private async Task TickAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TickInterval, _time);
        using CancellationTokenRegistration stop = stoppingToken.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            foreach (var (viewer, _) in _viewers)
                Tick(viewer);
        }
    }

    /// <summary>An exception that left <see cref="ExecuteAsync"/> would stop the host: one viewer's failure must not end the others.</summary>
    private void Tick(IViewer viewer)
    {
        try
        {
            viewer.Tick();
        }
        catch (Exception e)
        {
            LogTickFailed(e, (viewer as ClientSession)?.Id ?? "MJPEG");
        }
    }

    private void StopAll()
    {
        foreach (ClientSession session in Sessions)
            session.Stop(CloseReason.ServiceStops);
    }

    private void Notify(Camera camera)
    {
        foreach (ClientSession session in Sessions)
        {
            if (session.Camera == camera)
                session.Outbox.Notify(PendingNotifications.Camera);
        }
    }

    [LoggerMessage(320, LogLevel.Error, "Client {Session}: its once-a-second work failed")]
    private partial void LogTickFailed(Exception exception, string session);
}
