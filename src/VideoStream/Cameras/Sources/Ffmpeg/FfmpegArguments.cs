using System.Globalization;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>The arguments of an ffmpeg that reads a camera and writes its video to the standard output.</summary>
internal static class FfmpegArguments
{
    // A camera can send a playlist that refers to other addresses. Local files are not among the protocols. Nor is TLS, because ffmpeg
    // checks no certificates: the service ends it, see FfmpegRelays.
    // ffrtmphttp and ffrtmpcrypt are inside of rtmpt and rtmpe.
    private const string Protocols =
        "pipe,rtsp,rtp,srtp,udp,tcp,http,crypto,rtmp,rtmpe,rtmpt,rtmpte,ffrtmphttp,ffrtmpcrypt,srt,rist,mmsh,mmst";

    private static readonly TimeSpan ShortestSocketTimeout = TimeSpan.FromSeconds(8);

    /// <summary>After this time without data from the camera, ffmpeg ends. A camera that is configured to be slow has more.</summary>
    public static TimeSpan SocketTimeout(CameraOptions options) =>
        StallRule.StalledAfter(options.FrameRate) is var stalled && stalled > ShortestSocketTimeout ? stalled : ShortestSocketTimeout;

    /// <summary>The arguments. No shell reads them, so they need no quotes.</summary>
    /// <param name="source">What is read.</param>
    /// <param name="output">The last arguments, of <see cref="FfmpegCall"/>.</param>
    public static IEnumerable<string> Create(FfmpegInput source, string[] output)
    {
        string[] pace = source.IsPaced ? ["-re"] : [];
        string[] own = FfmpegCall.OwnOptions(source.Options);
        string[] input = source.IsSecret
            ? ["-fpsprobesize", "0", "-f", "concat", "-safe", "0", .. own, "-i", "pipe:0"]
            : [.. SourceOptions(source).SelectMany(option => (string[])["-" + option.Name, option.Value]), .. own, "-i", source.Url.Text];
        return [.. FfmpegCall.Common(Protocols), "-flags", "low_delay", .. pace, .. input, .. output];
    }

    /// <summary>The standard input for a secret URL: a list for ffmpeg's concat format, with the URL as its only entry.</summary>
    public static string Script(FfmpegInput source)
    {
        IEnumerable<string> lines = SourceOptions(source).Select(option => $"option {option.Name} {FfmpegCall.Quoted(option.Value)}\n");
        return $"ffconcat version 1.0\nfile {FfmpegCall.Quoted(source.Url.Text)}\n{string.Concat(lines)}";
    }

    private static IEnumerable<(string Name, string Value)> SourceOptions(FfmpegInput source)
    {
        string timeout = SocketTimeout(source.Options).TotalMicroseconds.ToString(CultureInfo.InvariantCulture);
        // The rate is not used, so ffmpeg need not wait for frames to estimate it.
        yield return ("fpsprobesize", "0");
        if (source.Url.Scheme == "rtsp")
        {
            yield return ("rtsp_transport", source.Options.RtspTransport == RtspTransport.Udp ? "udp" : "tcp");
            yield return ("timeout", timeout);
            yield return ("max_delay", "200000");
        }

        if (source.Url.Scheme == "http")
            yield return ("rw_timeout", timeout);
        // In a stream that names no number of its parts, ffmpeg would look for more of them for five seconds.
        yield return ("analyzeduration", "1000000");
        foreach (var option in source.Extra)
            yield return option;
    }
}
