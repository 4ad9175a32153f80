using System.Collections.Concurrent;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Cameras.Sources;

/// <summary>Finds the source of each camera from its options.</summary>
internal sealed partial class CameraReaderCatalogue(
    TimeProvider time, ILogger<CameraReaderCatalogue> logger, Upstreams? upstreams = null)
    : ICameraReaderCatalogue
{
    private readonly SourceChecks<bool> _reachability = new(time);
    private readonly SourceChecks<CameraFault?> _faults = new(time);
    private readonly ConcurrentDictionary<string, SourceDescriptor> _configured = new();
    private readonly ConcurrentDictionary<string, SourceDescriptor> _resolved = new();

    public ICameraReader Create(Camera camera) => Find(camera).CreateReader(camera.Options, time);

    public bool IsOnDemand(Camera camera)
    {
        SourceDescriptor source = Find(camera);
        return source.IsAlwaysOnDemand || (camera.Options.OnDemand ?? source.IsOnDemand);
    }

    public Task<bool> IsReachableAsync(Camera camera, CancellationToken cancellationToken)
    {
        SourceDescriptor source = Find(camera);
        return _reachability.RunAsync(
            camera, () => source.IsReachableAsync(camera.Options, time, cancellationToken), unanswered: false, cancellationToken);
    }

    public Task<CameraFault?> FindFaultAsync(Camera camera, CancellationToken cancellationToken)
    {
        SourceDescriptor source = Find(camera);
        var unanswered = new CameraFault(CameraFaultKind.NoAnswer, source.Display);
        return _faults.RunAsync(camera, () => Task.FromResult(source.FindFault()), unanswered, cancellationToken);
    }

    public bool TryReselect(Camera camera)
    {
        SourceDescriptor configured = Configured(camera), selected = Find(camera);
        SourceDescriptor better = configured.Reselect(selected);
        if (better == selected)
            return false;
        Select(camera, configured, better);
        return true;
    }

    public void Forget(Camera camera)
    {
        _configured.TryRemove(camera.Name, out _);
        _resolved.TryRemove(camera.Name, out _);
        _reachability.Forget(camera);
        _faults.Forget(camera);
    }

    private SourceDescriptor Find(Camera camera)
    {
        SourceDescriptor configured = Configured(camera);
        SourceDescriptor? previous = _resolved.GetValueOrDefault(camera.Name);
        SourceDescriptor resolved = configured.Resolve(previous);
        if (resolved == previous || resolved == configured)
            return resolved;
        Select(camera, configured, resolved);
        return resolved;
    }

    /// <summary>One for all connections of a camera, because it may remember what it learned from one for the next.</summary>
    private SourceDescriptor Configured(Camera camera) =>
        _configured.GetOrAdd(camera.Name, _ => SourceKinds.Parse(camera.Options.Source).Source switch
        {
            NatsSource relayed => relayed with { Upstream = upstreams?.Find(camera) },
            var source => source,
        });

    private void Select(Camera camera, SourceDescriptor configured, SourceDescriptor selected)
    {
        _resolved[camera.Name] = selected;
        LogResolved(camera.Name, configured.Display, selected.Display);
    }
}
