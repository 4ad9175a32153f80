using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Http.Authentication;
using VideoStream.Cameras.Sources.Network;
using VideoStream.Cameras.Sources.Passed;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// A camera that is reached over HTTP. Remembers between its connections which address answered, how the camera wants its credentials, the
/// connection that showed that the camera is back, its playlist, and why its H.264 can't be passed.
/// </summary>
internal sealed record HttpSource(CameraUrl Url) : UrlSource(Url)
{
    public static readonly string[] Schemes = ["http", "https"];

    private readonly HttpAuthenticator _authenticator = HttpAuthenticator.Of(Url);
    private StaggeredConnector? _connector;
    private ReachabilityProbe? _probe;
    private KnownProblem? _known;
    private PlaylistWatch? _watch;

    public static SourceParseResult Parse(string text) => Parse(text, Schemes, url => new HttpSource(url));

    public override ICameraReader CreateReader(CameraOptions options, TimeProvider time)
    {
        FfmpegReader Ffmpeg(bool isPaced, OpenBody? body) =>
            new(Url, options, isPaced, time, body is null ? null : new BodyRelay(body, Url.Display, time));
        var connector = new HttpConnector(Connector(time), HttpTarget.Of(Url), Probe(time), options.TrustedCertificate);
        var client = new HttpCameraClient(Url, connector.Connect, time, _authenticator);
        KnownProblem known = LazyInitializer.EnsureInitialized(ref _known, () => new KnownProblem(time));
        ICameraReader Playlist() => new PassedVideoReader(
            CopiedVideo.FindProblem(options),
            () => new CopiedVideo(Url, options, isPlaylist: true, time),
            () => Ffmpeg(isPaced: true, body: null),
            time,
            known);
        PlaylistWatch watch = LazyInitializer.EnsureInitialized(ref _watch, () => new PlaylistWatch(time));
        return new HttpReader(client, options.FrameRate, time, watch, Playlist, Ffmpeg);
    }

    public override Task<bool> IsReachableAsync(CameraOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        Probe(time).IsReachableAsync(cancellationToken);

    private StaggeredConnector Connector(TimeProvider time) =>
        LazyInitializer.EnsureInitialized(ref _connector, () => new StaggeredConnector(time));

    private ReachabilityProbe Probe(TimeProvider time) =>
        LazyInitializer.EnsureInitialized(ref _probe, () => new ReachabilityProbe(Connector(time), Url.Host, Url.Port, time));
}
