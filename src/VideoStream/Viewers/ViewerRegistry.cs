using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Viewers.Settings;

namespace VideoStream.Viewers;

/// <summary>Admits viewers under the limit, lists them, and closes them when the service stops.</summary>
internal sealed class ViewerRegistry : IDisposable
{
    private readonly IOptions<VideoStreamOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RefusalLog _refusals;
    private readonly VisitLog _visits;
    private readonly SkipLog _skips;
    private readonly ConcurrentDictionary<Viewer, Visit> _viewers = new();
    private readonly IHostApplicationLifetime _lifetime;
    private readonly CancellationTokenRegistration _stopping;
    private readonly Places _places;
    private long _refused;

    public ViewerRegistry(
        IOptions<VideoStreamOptions> options,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        ILogger<ViewerRegistry> logger,
        RefusalCounts? refusals = null)
    {
        (_options, _lifetime, _time, _logger) = (options, lifetime, time, logger);
        _refusals = new RefusalLog(time, logger, refusals);
        _visits = new VisitLog(time, logger);
        _skips = new SkipLog(Totals, time, logger);
        _places = new Places(() => options.Value.WebSocket);
        _stopping = lifetime.ApplicationStopping.Register(CloseAll);
    }

    /// <summary>How many viewers are admitted.</summary>
    public int Admitted => _places.Viewers;

    /// <summary>How many places they take. The viewers of one page take one together.</summary>
    public int PlacesTaken => _places.Taken;

    /// <summary>How many viewers were refused because a limit was reached.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The viewers that are being served.</summary>
    public ICollection<Viewer> Viewers => _viewers.Keys;

    /// <summary>What all viewers were sent, those that have ended included.</summary>
    public ViewerTotals Totals { get; } = new();

    /// <summary>Whether a viewer would be refused now, and why. Takes no place, and is not counted.</summary>
    /// <param name="page">The viewer's page; null if it has none.</param>
    /// <param name="address">What counts as the viewer's address; null over a unix socket.</param>
    public PlaceRefusal? Check(ViewerPage? page, IPAddress? address) => _places.Check(page, address);

    /// <summary>Counts and logs that a viewer was refused.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="remote">The client's address and port.</param>
    public void Refuse(PlaceRefusal refusal, string remote)
    {
        Interlocked.Increment(ref _refused);
        _refusals.Refused(refusal.Cause, remote, refusal.Hint);
    }

    /// <summary>Admits a viewer if the limits allow it. <see cref="RunAsync"/> must follow.</summary>
    public bool TryAdmit(
        ViewerConnection connection,
        VariantSet variants,
        ViewerSettings settings,
        [NotNullWhen(true)] out Viewer? viewer,
        [NotNullWhen(false)] out PlaceRefusal? refusal)
    {
        viewer = null;
        if (!TryReserve(connection.Page, connection.Address, connection.Remote, out refusal))
            return false;
        viewer = Admit(connection, variants, settings);
        return true;
    }

    /// <summary>
    /// Reserves a place, for a viewer whose connection is made only then. <see cref="Admit"/> or <see cref="Release"/> must follow.
    /// </summary>
    /// <param name="page">The viewer's page; null if it has none.</param>
    /// <param name="address">What counts as the viewer's address; null over a unix socket.</param>
    /// <param name="remote">The client's address and port.</param>
    /// <param name="refusal">Why there is no place. It is counted and logged.</param>
    public bool TryReserve(ViewerPage? page, IPAddress? address, string remote, [NotNullWhen(false)] out PlaceRefusal? refusal)
    {
        if (_places.TryEnter(page, address, out refusal))
            return true;
        Refuse(refusal, remote);
        return false;
    }

    /// <summary>Admits a viewer to its reserved place. <see cref="RunAsync"/> must follow.</summary>
    public Viewer Admit(ViewerConnection connection, VariantSet variants, ViewerSettings settings) =>
        new(connection, variants, settings, _options.Value, _time);

    /// <summary>Gives back a reserved place: there is no connection.</summary>
    public void Release(ViewerPage? page, IPAddress? address) => _places.Leave(page, address);

    /// <summary>Serves an admitted viewer to its end, and disposes of it.</summary>
    /// <param name="viewer">The viewer.</param>
    /// <param name="serve">The transport. Ends soon after the viewer was closed.</param>
    public async Task RunAsync(Viewer viewer, Func<Task> serve)
    {
        using IDisposable? scope = _logger.BeginScope(ScopeOf(viewer));
        Visit visit = _visits.Begin(viewer);
        _viewers[viewer] = visit;
        Totals.Begin(viewer);
        try
        {
            // Checked after it is listed: a viewer that comes while the service stops, or its camera is removed, is closed here or there.
            if (_lifetime.ApplicationStopping.IsCancellationRequested)
                viewer.Close(CloseReason.ServiceStopping);
            if (viewer.Camera.IsRemoved)
                viewer.Close(CloseReason.CameraRemoved);
            await serve();
        }
        catch
        {
            viewer.Close(CloseReason.InternalError);
            throw;
        }
        finally
        {
            _viewers.TryRemove(viewer, out _);
            Totals.End(viewer);
            viewer.Dispose();
            _places.Leave(viewer.Page, viewer.Address);
            _visits.End(visit);
        }
    }

    /// <summary>Closes the viewers of a camera that was removed.</summary>
    public void CloseOf(Camera camera)
    {
        foreach (var (viewer, _) in _viewers)
        {
            if (viewer.Camera == camera)
                viewer.Close(CloseReason.CameraRemoved);
        }
    }

    /// <summary>Logs starts and ends of viewers, and sums of what they missed, as far as they are due. Called once a second.</summary>
    public void LogDue()
    {
        _visits.Tick(_viewers.Values);
        _skips.Tick();
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _visits.Flush();
    }

    /// <summary>What all lines of the log have that are written while a viewer is served.</summary>
    private static KeyValuePair<string, object>[] ScopeOf(Viewer viewer) =>
        [new("Viewer", viewer.Id), new("Camera", viewer.Camera.Name)];

    private void CloseAll()
    {
        foreach (var (viewer, _) in _viewers)
            viewer.Close(CloseReason.ServiceStopping);
    }
}
