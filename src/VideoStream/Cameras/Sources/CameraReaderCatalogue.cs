using System.Collections.Concurrent;

namespace VideoStream.Cameras.Sources;

/// <summary>Finds the source of each camera from its options.</summary>
internal sealed partial class CameraReaderCatalogue(TimeProvider time, ILogger<CameraReaderCatalogue> logger) : ICameraReaderCatalogue
{
    private readonly ConcurrentDictionary<string, SourceDescriptor> _configured = new();
    private readonly ConcurrentDictionary<string, SourceDescriptor> _resolved = new();

    public ICameraReader Create(Camera camera) => Find(camera).CreateReader(camera.Options, time);

    public bool IsOnDemand(Camera camera) => camera.Options.OnDemand ?? Find(camera).IsOnDemand;

    public Task<bool> IsReachableAsync(Camera camera, CancellationToken cancellationToken) =>
        Find(camera).IsReachableAsync(time, cancellationToken);

    private SourceDescriptor Find(Camera camera)
    {
        // One for all connections of a camera, because it may remember what it learned from one for the next.
        SourceDescriptor configured = _configured.GetOrAdd(
            camera.Name, static (_, options) => SourceKinds.Parse(options.Source).Source, camera.Options);
        SourceDescriptor? previous = _resolved.GetValueOrDefault(camera.Name);
        SourceDescriptor resolved = configured.Resolve(previous);
        if (resolved == previous || resolved == configured)
            return resolved;
        _resolved[camera.Name] = resolved;
        LogResolved(camera.Name, configured.Display, resolved.Display);
        return resolved;
    }
}
