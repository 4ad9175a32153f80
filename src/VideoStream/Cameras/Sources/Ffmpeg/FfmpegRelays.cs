using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Says which sources ffmpeg reads through a relay. ffmpeg checks no certificate unless each protocol is given options for it, which
/// <c>rtsps</c> does not pass on. So it never speaks TLS: the service does, with the checks that it makes of every camera.
/// </summary>
internal static class FfmpegRelays
{
    /// <summary>Schemes with TLS, the schemes that ffmpeg gets instead, and the default ports.</summary>
    private static readonly Dictionary<string, (string Scheme, int Port)> Plain = new()
    {
        ["rtsps"] = ("rtsp", 322),
        ["rtmps"] = ("rtmp", 443),
        ["rtmpts"] = ("rtmpt", 443),
        ["tls"] = ("tcp", 443),
    };

    /// <summary>The relay of a source; null if ffmpeg connects to the camera itself.</summary>
    public static IFfmpegRelay? Create(CameraUrl url, CameraOptions options, TimeProvider time)
    {
        // Over HTTP a redirect or a playlist can lead from a plain address to a secure one.
        if (url.Scheme is "http" or "https")
            return new HttpRelay(url, options, time);
        return Plain.TryGetValue(url.Scheme, out var plain)
            ? new TlsRelay(url, plain.Scheme, url.Port > 0 ? url.Port : plain.Port, options, time)
            : null;
    }
}
