using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>A camera that is reached over HTTP.</summary>
internal sealed record HttpSource(CameraUrl Url) : UrlSource(Url)
{
    public static readonly string[] Schemes = ["http", "https"];

    public static SourceParseResult Parse(string text) => Parse(text, Schemes, url => new HttpSource(url));

    public override ICameraReader CreateReader(CameraOptions options, TimeProvider time)
    {
        FfmpegReader Ffmpeg(bool isPaced) => new(Url, options, isPaced, time);
        return new HttpReader(new HttpCameraClient(Url, time), options.FrameRate, time, Ffmpeg);
    }

    public override Task<bool> IsReachableAsync(TimeProvider time, CancellationToken cancellationToken) =>
        TcpProbe.IsReachableAsync(Url, time, cancellationToken);
}
