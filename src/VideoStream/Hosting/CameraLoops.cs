using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Viewers;

namespace VideoStream.Hosting;

/// <summary>
/// Runs the cameras, and adds, reopens and removes some when the configuration changes, or when one is found or gone.
/// </summary>
internal sealed class CameraLoops(
    CameraRegistry cameras,
    VariantRegistry variants,
    ICameraReaderCatalogue readers,
    ViewerRegistry viewers,
    CameraDiscovery discovery,
    TimeProvider time,
    ILoggerFactory loggers) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    // Never changed, but replaced as a whole.
    private CameraRun[] _runs = [];

    /// <summary>The loops of all cameras; none before the start.</summary>
    public IEnumerable<SupervisedLoop> Loops => Volatile.Read(ref _runs).SelectMany(run => run.Loops);

    /// <summary>Starts the configured cameras.</summary>
    public void Start()
    {
        foreach (VariantSet set in variants.All)
            Start(set);
    }

    /// <summary>Adds the cameras that are new.</summary>
    public async Task AddNewAsync(VideoStreamOptions options)
    {
        await _turn.WaitAsync();
        try
        {
            AddNew(options);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Reopens the cameras whose options differ, removes those that are not configured any more, and adds those that are new, or whose
    /// frames come encoded from somewhere else now.
    /// </summary>
    /// <param name="current">The options, of which those count that are in effect when it is this call's turn.</param>
    public async Task FollowAsync(IOptions<VideoStreamOptions> current)
    {
        await _turn.WaitAsync();
        try
        {
            VideoStreamOptions options = current.Value;
            await ChangeAsync(discovery.CamerasOf(options));
            AddNew(options);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops all cameras.</summary>
    public Task StopAsync() => Task.WhenAll(_runs.Select(run => run.StopAsync()));

    public void Dispose()
    {
        foreach (CameraRun run in _runs)
            run.Dispose();
        _turn.Dispose();
    }

    private void AddNew(VideoStreamOptions options)
    {
        foreach (var (name, camera) in discovery.CamerasOf(options))
        {
            if (!cameras.TryFind(name, out _))
                Start(variants.Add(cameras.Add(name, camera), options));
        }
    }

    private async Task ChangeAsync(Dictionary<string, CameraOptions> wanted)
    {
        var changes = new List<Task>();
        foreach (CameraRun run in _runs)
        {
            if (!wanted.TryGetValue(run.Camera.Name, out CameraOptions? configured))
                changes.Add(RemoveAsync(run));
            else if (configured.Source != run.Camera.Options.Source && IsRelayed(configured, run.Camera.Options))
                changes.Add(RemoveAsync(run));
            else if (!configured.HasSameConnection(run.Camera.Options))
                changes.Add(run.ReopenAsync(configured));
            else if (!configured.IsSameAs(run.Camera.Options))
                Rename(run.Camera, configured);
        }

        await Task.WhenAll(changes);
    }

    private void Rename(Camera camera, CameraOptions configured)
    {
        camera.Rename(configured);
        if (variants.TryFind(camera, out VariantSet? set))
            set.SetTitle(camera.Title);
    }

    /// <summary>
    /// Whether a camera is relayed, or was: its variants ask one service for their frames, and can't change to another. It is removed and
    /// added, and its viewers connect again.
    /// </summary>
    private static bool IsRelayed(CameraOptions one, CameraOptions other) =>
        NatsSource.IsMeant(one.Source) || NatsSource.IsMeant(other.Source);

    private void Start(VariantSet set)
    {
        var run = new CameraRun(set, readers, time, loggers);
        Volatile.Write(ref _runs, [.. _runs, run]);
        run.Start();
    }

    private async Task RemoveAsync(CameraRun run)
    {
        Volatile.Write(ref _runs, [.. _runs.Where(other => other != run)]);
        // Nobody finds it any more. Then the viewers that it has are closed.
        cameras.Remove(run.Camera);
        variants.Remove(run.Camera);
        viewers.CloseOf(run.Camera);
        await run.StopAsync();
        run.Dispose();
    }
}
