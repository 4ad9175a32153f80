using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Cameras;

/// <summary>The configured cameras by name.</summary>
internal sealed class CameraRegistry(IOptions<VideoStreamOptions> options, TimeProvider time)
{
    private readonly Dictionary<string, Camera> _cameras = options.Value.Cameras.ToDictionary(
        pair => pair.Key, pair => new Camera(pair.Key, pair.Value, time), StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<Camera> All => _cameras.Values;

    /// <summary>Finds a camera by its name. Null finds the default camera.</summary>
    public bool TryFind(string? name, [NotNullWhen(true)] out Camera? camera) =>
        _cameras.TryGetValue(name ?? options.Value.DefaultCameraName, out camera);
}
