using System.Text.RegularExpressions;

namespace VideoStream.Cameras;

/// <summary>What a camera's <c>Source</c> names.</summary>
/// <param name="Kind">Which kind it is.</param>
/// <param name="Address">The device's path (its number where devices have no path), the file's path or the URL; else empty.</param>
internal sealed partial record CameraSource(CameraSourceKind Kind, string Address)
{
    public const string Allowed = "auto, test, a device such as 0 or /dev/video0, a video file, a URL of a camera such as rtsp:// or http://";

    /// <summary>Those that reach a camera over a network; all others could read files or run programs.</summary>
    private static readonly string[] Schemes =
    [
        "http", "https", "rtsp", "rtsps", "rtspu", "rtmp", "rtmpe", "rtmps", "rtmpt", "rtmpte", "rtmpts", "srt", "rist", "udp", "tcp", "tls",
        "rtp", "srtp", "mmsh", "mmst",
    ];

    /// <summary>What is wrong with it, to be put after its key; null if nothing is. Names no part of a URL that may be secret.</summary>
    public string? Problem => Kind == CameraSourceKind.Url ? UrlProblem(Address) : null;

    /// <summary>What may be shown of it: of a URL only scheme, host and port, because all else may be or hold a password.</summary>
    public string Display => Kind switch
    {
        CameraSourceKind.Auto => "auto",
        CameraSourceKind.TestPattern => "test",
        CameraSourceKind.Url => new CameraUrl(Address).Display,
        _ => Address,
    };

    /// <summary>Reads a configured source; null if it is empty.</summary>
    public static CameraSource? Parse(string? text)
    {
        string source = text?.Trim() ?? "";
        if (source.Length == 0)
            return null;
        if (source.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return new(CameraSourceKind.Auto, "");
        if (source.Equals("test", StringComparison.OrdinalIgnoreCase))
            return new(CameraSourceKind.TestPattern, "");
        if (source.Length <= 4 && source.All(char.IsAsciiDigit))
            return new(CameraSourceKind.Device, OperatingSystem.IsLinux() ? "/dev/video" + source : source);
        if (source.StartsWith("/dev/", StringComparison.Ordinal))
            return new(CameraSourceKind.Device, source);
        return Scheme().IsMatch(source) ? new(CameraSourceKind.Url, source) : new(CameraSourceKind.VideoFile, source);
    }

    private static string? UrlProblem(string url)
    {
        string scheme = url[..url.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant();
        if (!Schemes.Contains(scheme))
            return $"begins with '{scheme}:', which is no address of a camera (known: {string.Join(", ", Schemes)}; a film is named by its path)";
        if (url.Any(char.IsControl))
            return "is a URL with a control character in it";
        return CameraUrl.TryParse(url) ? null : "is a URL that can't be read: it needs a host, and a port from 1 to 65535 if it has one";
    }

    /// <summary>At least two letters, so that a drive's letter is none.</summary>
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]+:")]
    private static partial Regex Scheme();
}
