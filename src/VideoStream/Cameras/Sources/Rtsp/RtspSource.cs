using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Passed;
using VideoStream.Configuration;
using VideoStream.Frames.H264;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>A camera that speaks RTSP.</summary>
internal sealed record RtspSource(CameraUrl Url) : UrlSource(Url)
{
    public static readonly string[] Schemes = ["rtsp", "rtsps", "rtspu"];

    private KnownProblem? _known;

    public static SourceParseResult Parse(string text) => Parse(text, Schemes, url => new RtspSource(url));

    public override ICameraReader CreateReader(CameraOptions options, TimeProvider time) => new PassedVideoReader(
        FindProblem(options),
        () => new RtspVideo(Url, options, time),
        () => new FfmpegReader(Url, options, isPaced: false, time),
        time,
        LazyInitializer.EnsureInitialized(ref _known, () => new KnownProblem(time)));

    /// <summary>Without OpenH264 nothing but ffmpeg reads it.</summary>
    public override CameraFault? FindFault() =>
        OpenH264.IsAvailable || FfmpegProgram.IsInstalled ? null : new(CameraFaultKind.FfmpegMissing);

    /// <summary>A proxy, or UDP, is passed by.</summary>
    public override Task<bool> IsReachableAsync(CameraOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        Url.Scheme != "rtspu" && !options.FfmpegUseProxy
            ? TcpProbe.IsReachableAsync(Url, time, cancellationToken)
            : Task.FromResult(true);

    /// <summary>What only ffmpeg can do.</summary>
    private string? FindProblem(CameraOptions options)
    {
        if (options.RtspTransport == RtspTransport.Udp)
            return "RtspTransport is Udp";
        if (Url.Scheme == "rtspu")
            return "the camera has an address of rtspu, which is UDP";
        if (options.FfmpegInputOptions.Length > 0)
            return "FfmpegInputOptions are set";
        return options.FfmpegUseProxy ? "FfmpegUseProxy is set" : null;
    }
}
