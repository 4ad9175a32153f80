using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Files;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Cameras.Sources.Rtsp;
using VideoStream.Cameras.Sources.V4l2;

namespace VideoStream.Cameras.Sources;

/// <summary>The kinds of sources that there are.</summary>
internal static class SourceKinds
{
    public const string Allowed =
        "auto, test, a device such as 0 or /dev/video0, a video file, a URL of a camera such as rtsp:// or http://";

    /// <summary>The first one that recognizes a text makes the source. A video file's path can be any text, so it is the last.</summary>
    private static readonly Func<string, SourceParseResult>[] All =
    [
        AutoSource.Parse,
        TestPatternSource.Parse,
        V4l2Source.Parse,
        HttpSource.Parse,
        RtspSource.Parse,
        FfmpegSource.Parse,
        NatsSource.Parse,
        ParseUnknownUrl,
        VideoFileSource.Parse,
    ];

    /// <summary>Parses a configured source.</summary>
    public static SourceParseResult Parse(string? text)
    {
        string source = text?.Trim() ?? "";
        return source.Length == 0
            ? SourceParseResult.Invalid("is empty")
            : All.Select(parse => parse(source)).First(result => result.IsRecognized);
    }

    /// <summary>Refuses all other URLs: ffmpeg could read files and run programs with them.</summary>
    private static SourceParseResult ParseUnknownUrl(string text)
    {
        if (!CameraUrl.TryGetScheme(text, out string scheme))
            return SourceParseResult.NotRecognized;
        string known = string.Join(", ", [.. HttpSource.Schemes, .. RtspSource.Schemes, .. FfmpegSource.Schemes, .. NatsSource.Schemes]);
        return SourceParseResult.Invalid(
            $"begins with '{scheme}:', which is no address of a camera (known: {known}; a film is named by its path)");
    }
}
