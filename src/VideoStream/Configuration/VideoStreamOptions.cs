using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>Everything under the configuration section <c>VideoStream</c>. Defaults make a service that runs without any of it.</summary>
internal sealed class VideoStreamOptions
{
    public const string Section = "VideoStream";

    /// <summary>The name of the only camera when none is configured.</summary>
    public const string OnlyCamera = "main";

    /// <summary>Short for the default camera's source (<c>--source X</c> on the command line). Default: not set.</summary>
    public string? Source { get; set; }

    /// <summary>The cameras by name. Default: one, named <see cref="OnlyCamera"/>, with the defaults of <see cref="CameraOptions"/>.</summary>
    public Dictionary<string, CameraOptions> Cameras { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The camera of a client that names none. Default: the first by name.</summary>
    public string? DefaultCamera { get; set; }

    /// <summary>The name of the camera of a client that names none.</summary>
    internal string DefaultCameraName => DefaultCamera ?? Cameras.Keys.First();

    [ValidateObjectMembers]
    public FeedOptions WebSocket { get; } = new();

    [ValidateObjectMembers]
    public ResizeOptions Resize { get; } = new();

    [ValidateObjectMembers]
    public AdaptiveOptions Adaptive { get; } = new();

    public OsdOptions Osd { get; } = new();
}
