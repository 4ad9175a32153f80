using System.Text.RegularExpressions;

namespace VideoStream.Cameras.Sources;

/// <summary>What a camera's <c>Source</c> names.</summary>
/// <param name="Kind">Which kind it is.</param>
/// <param name="Address">The device's path (its number where devices have no path), the file's path or the URL; else empty.</param>
internal sealed partial record SourceDescriptor(SourceKind Kind, string Address)
{
    public const string Allowed =
        "auto, test, a device such as 0 or /dev/video0, a video file, a URL of a camera such as rtsp:// or http://";

    /// <summary>Those that reach a camera over a network; all others could read files or run programs.</summary>
    private static readonly string[] Schemes =
    [
        "http", "https", "rtsp", "rtsps", "rtspu", "rtmp", "rtmpe", "rtmps", "rtmpt", "rtmpte", "rtmpts", "srt", "rist", "udp", "tcp",
        "tls", "rtp", "srtp", "mmsh", "mmst",
    ];

    /// <summary>What is wrong with it, to be put after its key; null if nothing is. Names no part of a URL that may be secret.</summary>
    public string? Problem => Kind == SourceKind.Url ? UrlProblem(Address) : null;

    /// <summary>What may be shown of it: of a URL only scheme, host and port, because all else may be or hold a password.</summary>
    public string Display => Kind switch
    {
        SourceKind.Auto => "auto",
        SourceKind.TestPattern => "test",
        SourceKind.Url => new CameraUrl(Address).Display,
        _ => Address,
    };

    /// <summary>Reads a configured source; null if it is empty.</summary>
    public static SourceDescriptor? Parse(string? text)
    {
        string source = text?.Trim() ?? "";
        if (source.Length == 0)
            return null;
        if (source.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return new(SourceKind.Auto, "");
        if (source.Equals("test", StringComparison.OrdinalIgnoreCase))
            return new(SourceKind.TestPattern, "");
        if (source.Length <= 4 && source.All(char.IsAsciiDigit))
            return new(SourceKind.Device, OperatingSystem.IsLinux() ? "/dev/video" + source : source);
        if (source.StartsWith("/dev/", StringComparison.Ordinal))
            return new(SourceKind.Device, source);
        return Scheme().IsMatch(source) ? new(SourceKind.Url, source) : new(SourceKind.VideoFile, source);
    }

    private static string? UrlProblem(string url)
    {
        string scheme = url[..url.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant();
        if (!Schemes.Contains(scheme))
        {
            string known = string.Join(", ", Schemes);
            return $"begins with '{scheme}:', which is no address of a camera (known: {known}; a film is named by its path)";
        }

        if (url.Any(char.IsControl))
            return "is a URL with a control character in it";
        return CameraUrl.TryParse(url) ? null : "is a URL that can't be read: it needs a host, and a port from 1 to 65535 if it has one";
    }

    /// <summary>At least two letters, so that a drive's letter is none.</summary>
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]+:")]
    private static partial Regex Scheme();
}
