using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Cameras;

/// <summary>The configured cameras by name. A reload adds and removes some. One thread at a time changes them, all may read.</summary>
internal sealed class CameraRegistry
{
    private readonly IOptions<VideoStreamOptions> _options;
    private readonly TimeProvider _time;

    // Never changed, but replaced as a whole.
    private Dictionary<string, Camera> _cameras = new(StringComparer.OrdinalIgnoreCase);

    public CameraRegistry(IOptions<VideoStreamOptions> options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        foreach (var (name, camera) in options.Value.Cameras)
            Add(name, camera);
    }

    /// <summary>Raised after each change of the status of any camera. Handlers must not block.</summary>
    public event Action<Camera>? StatusChanged;

    public IReadOnlyCollection<Camera> All => Volatile.Read(ref _cameras).Values;

    /// <summary>Finds a camera by its name. Null finds the default camera.</summary>
    public bool TryFind(string? name, [NotNullWhen(true)] out Camera? camera) =>
        Volatile.Read(ref _cameras).TryGetValue(name ?? _options.Value.DefaultCameraName, out camera);

    /// <summary>Adds a camera.</summary>
    public Camera Add(string name, CameraOptions options)
    {
        var camera = new Camera(name, options, _time);
        camera.StatusChanged += changed => StatusChanged?.Invoke(changed);
        var cameras = new Dictionary<string, Camera>(_cameras, _cameras.Comparer) { [name] = camera };
        Volatile.Write(ref _cameras, cameras);
        return camera;
    }

    /// <summary>Removes a camera. Its viewers and its connection end by themselves.</summary>
    public void Remove(Camera camera)
    {
        var cameras = new Dictionary<string, Camera>(_cameras, _cameras.Comparer);
        cameras.Remove(camera.Name);
        Volatile.Write(ref _cameras, cameras);
        camera.Remove();
    }
}
