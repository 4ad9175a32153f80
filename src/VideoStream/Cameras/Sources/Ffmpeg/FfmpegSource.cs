using VideoStream.Cameras.Sources.Passed;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>A camera whose URL ffmpeg reads.</summary>
internal sealed record FfmpegSource(CameraUrl Url) : UrlSource(Url)
{
    /// <summary>The schemes that reach a camera over a network. With others ffmpeg could read files or run programs.</summary>
    public static readonly string[] Schemes =
    [
        "rtmp", "rtmpe", "rtmps", "rtmpt", "rtmpte", "rtmpts", "srt", "rist", "udp", "tcp", "tls", "rtp", "srtp",
        "mmsh", "mmst",
    ];

    /// <summary>
    /// Schemes of servers that accept many connections. One that serves <c>tcp</c> or <c>tls</c> may accept a single connection, which a
    /// probe would use up, so there the next try is the probe. So it is behind a proxy, which the probe would pass by.
    /// </summary>
    private static readonly string[] ProbedSchemes = ["rtmp"];

    /// <summary>Schemes of cameras whose H.264 is passed on.</summary>
    private static readonly string[] PassedSchemes = ["rtmp", "rtmpe", "rtmps", "rtmpt", "rtmpte", "rtmpts", "srt"];

    private KnownProblem? _known;

    public static SourceParseResult Parse(string text) => Parse(text, Schemes, url => new FfmpegSource(url));

    public override ICameraReader CreateReader(CameraOptions options, TimeProvider time)
    {
        FfmpegReader Decoder() => new(Url, options, isPaced: false, time);
        if (!PassedSchemes.Contains(Url.Scheme))
            return Decoder();
        KnownProblem known = LazyInitializer.EnsureInitialized(ref _known, () => new KnownProblem(time));
        return new PassedVideoReader(
            CopiedVideo.FindProblem(options), () => new CopiedVideo(Url, options, isPlaylist: false, time), Decoder, time, known);
    }

    public override CameraFault? FindFault() => FfmpegProgram.IsInstalled ? null : new(CameraFaultKind.FfmpegMissing);

    public override Task<bool> IsReachableAsync(CameraOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        ProbedSchemes.Contains(Url.Scheme) && !options.FfmpegUseProxy
            ? TcpProbe.IsReachableAsync(Url, time, cancellationToken)
            : Task.FromResult(true);
}
