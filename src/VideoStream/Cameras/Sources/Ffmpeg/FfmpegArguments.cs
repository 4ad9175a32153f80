using System.Globalization;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>The arguments of an ffmpeg that reads a camera and writes YUV4MPEG2 to its output.</summary>
internal static class FfmpegArguments
{
    /// <summary>After this time without data from the camera, ffmpeg ends.</summary>
    public static readonly TimeSpan SocketTimeout = TimeSpan.FromSeconds(8);

    // A camera can send a playlist that refers to other addresses. Local files are not among the protocols.
    private const string Protocols =
        "pipe,rtsp,rtp,srtp,udp,tcp,tls,http,https,httpproxy,crypto,rtmp,rtmpe,rtmps,rtmpt,rtmpte,rtmpts,srt,rist,mmsh,mmst";

    /// <summary>
    /// Whether the URL goes to ffmpeg's standard input, because it may contain a password. Every user of the machine can read arguments.
    /// </summary>
    public static bool IsSecret(CameraUrl url) => url.HasCredentials || url.Text.Contains('?', StringComparison.Ordinal);

    /// <summary>The arguments. No shell reads them, so they need no quotes.</summary>
    public static IEnumerable<string> Create(CameraUrl url, CameraOptions options, bool isPaced)
    {
        string[] common = ["-hide_banner", "-nostats", "-loglevel", "error", "-protocol_whitelist", Protocols, "-flags", "low_delay"];
        string[] pace = isPaced ? ["-re"] : [];
        string[] own = options.FfmpegInputOptions.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string[] input = IsSecret(url)
            ? ["-fpsprobesize", "0", "-f", "concat", "-safe", "0", .. own, "-i", "pipe:0"]
            : [.. SourceOptions(url, options).SelectMany(option => (string[])["-" + option.Name, option.Value]), .. own, "-i", url.Text];
        // Even sides, because yuv420p halves the colour planes. Passthrough: ffmpeg neither drops nor repeats frames.
        string[] output =
        [
            "-map", "0:v:0", "-an", "-sn", "-dn", "-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2:0:0", "-vsync", "passthrough",
            "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-flush_packets", "1", "pipe:1",
        ];
        return [.. common, .. pace, .. input, .. output];
    }

    /// <summary>The standard input for a secret URL: a list for ffmpeg's concat format, with the URL as its only entry.</summary>
    public static string Script(CameraUrl url, CameraOptions options)
    {
        string quoted = url.Text.Replace("'", "'\\''", StringComparison.Ordinal);
        IEnumerable<string> lines = SourceOptions(url, options).Select(option => $"option {option.Name} {option.Value}\n");
        return $"ffconcat version 1.0\nfile '{quoted}'\n{string.Concat(lines)}";
    }

    private static IEnumerable<(string Name, string Value)> SourceOptions(CameraUrl url, CameraOptions options)
    {
        // The rate is not used, so ffmpeg need not wait for frames to estimate it.
        yield return ("fpsprobesize", "0");
        if (url.Scheme is "rtsp" or "rtsps")
        {
            yield return ("rtsp_transport", options.RtspTransport == RtspTransport.Udp ? "udp" : "tcp");
            yield return ("timeout", Microseconds(SocketTimeout));
            yield return ("max_delay", "200000");
        }

        if (url.Scheme is "http" or "https")
            yield return ("rw_timeout", Microseconds(SocketTimeout));
        else
            yield return ("analyzeduration", "1000000");
    }

    private static string Microseconds(TimeSpan span) => span.TotalMicroseconds.ToString(CultureInfo.InvariantCulture);
}
