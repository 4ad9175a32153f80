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
        // Those that stand for many are found later.
        foreach (var (name, camera) in options.Value.Cameras.Where(entry => !entry.Value.IsMany))
            Add(name, camera);
    }

    /// <summary>Raised after each change of the status of any camera. Handlers must not block.</summary>
    public event Action<Camera>? StatusChanged;

    public IReadOnlyCollection<Camera> All => Volatile.Read(ref _cameras).Values;

    /// <summary>Finds a camera by its name. Null finds the default camera.</summary>
    public bool TryFind(string? name, [NotNullWhen(true)] out Camera? camera)
    {
        Dictionary<string, Camera> cameras = Volatile.Read(ref _cameras);
        if (cameras.TryGetValue(name ?? _options.Value.DefaultCameraName, out camera))
            return true;
        // The default may be an entry that stands for many.
        camera = name is null ? cameras.Values.FirstOrDefault() : null;
        return camera is not null;
    }

    /// <summary>Adds a camera.</summary>
    public Camera Add(string name, CameraOptions options)
    {
        var camera = new Camera(name, options, _time);
        camera.StatusChanged += changed => StatusChanged?.Invoke(changed);
        var cameras = _cameras.Append(new(name, camera)).OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase);
        Volatile.Write(ref _cameras, new Dictionary<string, Camera>(cameras, _cameras.Comparer));
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
