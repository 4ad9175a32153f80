using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>The configuration section <c>VideoStream</c>. All of it is optional: the service runs with the defaults.</summary>
internal sealed class VideoStreamOptions
{
    public const string Section = "VideoStream";

    /// <summary>The name of the only camera if none is configured.</summary>
    public const string OnlyCamera = "main";

    /// <summary>The default camera's source, instead of its own; <c>--source X</c> on the command line sets it. Default: not set.</summary>
    [Reload(TakesEffect.AtOnce)]
    public string? Source { get; set; }

    /// <summary>
    /// The cameras by name: 1 to 32 letters, digits, '-' and '_'. Default: one camera, named <see cref="OnlyCamera"/>, with the defaults of
    /// <see cref="CameraOptions"/>.
    /// </summary>
    public Dictionary<string, CameraOptions> Cameras { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the camera of a client that names none. Default: the first by name.</summary>
    [Reload(TakesEffect.AtOnce)]
    public string? DefaultCamera { get; set; }

    /// <summary>The name of the camera of a client that names none.</summary>
    internal string DefaultCameraName => DefaultCamera ?? Cameras.Keys.First();

    /// <summary>Whether a camera of this name is configured, or may be found by an entry that stands for many.</summary>
    internal bool MayHave(string camera) => Cameras.Any(entry => entry.Value.IsMany
        ? camera.StartsWith(entry.Key + "-", StringComparison.OrdinalIgnoreCase)
        : camera.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));

    /// <summary>Defaults and limits of the viewers' streams.</summary>
    [ValidateObjectMembers]
    public ClientLimits WebSocket { get; } = new();

    /// <summary>Who may use the service, and from where.</summary>
    [ValidateObjectMembers]
    public AccessOptions Access { get; } = new();

    /// <summary>The other sites whose pages may use the service. The old key still counts.</summary>
    internal string[] AllowedOrigins => Access.AllowedOrigins.Length > 0 ? Access.AllowedOrigins : WebSocket.AllowedOrigins;

    /// <summary>Limits that keep one client from taking the service away from the others.</summary>
    [ValidateObjectMembers]
    public LimitsOptions Limits { get; } = new();

    /// <summary>The maximum size of frames with <c>"resize": true</c>.</summary>
    [ValidateObjectMembers]
    public ResizeOptions Resize { get; } = new();

    /// <summary>How a viewer's stream follows its link.</summary>
    [ValidateObjectMembers]
    public AdaptiveOptions Adaptive { get; } = new();

    /// <summary>H.264 for viewers that ask for it.</summary>
    [ValidateObjectMembers]
    public H264Options H264 { get; } = new();

    /// <summary>Where the cameras are published for relays.</summary>
    [ValidateObjectMembers]
    public PublishOptions Publish { get; } = new();

    /// <summary>Credentials for NATS servers.</summary>
    public NatsOptions Nats { get; } = new();

    /// <summary>The on-screen display.</summary>
    public OsdOptions Osd { get; } = new();

    /// <summary>Where the service sends what it measures.</summary>
    public TelemetryOptions Telemetry { get; } = new();
}
