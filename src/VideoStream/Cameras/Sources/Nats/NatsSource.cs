using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>A camera that another service publishes to NATS.</summary>
/// <param name="Url">The server, and the camera's name as the path.</param>
/// <param name="Camera">The camera's name there.</param>
internal sealed record NatsSource(CameraUrl Url, string Camera) : UrlSource(Url)
{
    public static readonly string[] Schemes = ["nats"];

    /// <summary>The name that stands for all cameras. There is no reader for it: each of them becomes a camera.</summary>
    private const string All = "*";

    /// <summary>The service that publishes it. Set before a reader is made.</summary>
    public Upstream? Upstream { get; init; }

    public override string Display => $"{Url.Display}/{Camera}";

    /// <summary>Whether a camera's source is another service.</summary>
    public static bool IsMeant(string source) => CameraUrl.TryGetScheme(source.Trim(), out string scheme) && Schemes.Contains(scheme);

    public static SourceParseResult Parse(string text)
    {
        SourceParseResult parsed = Parse(text, Schemes, url => new NatsSource(url, url.Uri?.AbsolutePath.Trim('/') ?? ""));
        return !parsed.IsValid || parsed.Source is NatsSource { IsNamed: true } or NatsSource { Camera: All }
            ? parsed
            : SourceParseResult.Invalid(
                "names no camera of the service that publishes it, as in nats://HOST:4222/CAMERA, or * for all of them");
    }

    /// <summary>Nothing is published that nobody watches, so it is never open without viewers.</summary>
    public override bool IsAlwaysOnDemand => true;

    /// <summary>The service is asked now and then, so that a camera that is lost there is known to be so here without viewers.</summary>
    public override CameraFault? FindFault() => Upstream?.Check();

    public override ICameraReader CreateReader(CameraOptions options, TimeProvider time) =>
        new UpstreamReader(Upstream ?? throw new InvalidOperationException("nothing is known of the service"), time);

    public override async Task<bool> IsReachableAsync(CameraOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        Upstream is not null && (await Upstream.AskAsync(cancellationToken)).IsOk;

    private bool IsNamed => PublishedName.IsName(Camera);
}
