using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>What is asked for: a server, and an address on it.</summary>
internal sealed record RtspTarget
{
    private RtspTarget(CameraUrl url, string text)
    {
        (Host, Port, IsSecure, Display, Url) = (url.Host, url.Port, url.Scheme == "rtsps", url.Display, text);
    }

    /// <summary>The name or address to connect to, an IPv6 address with its zone and without brackets.</summary>
    public string Host { get; }

    public int Port { get; }

    public bool IsSecure { get; }

    /// <summary>Scheme, host and port. Nothing else of a URL is ever shown.</summary>
    public string Display { get; }

    /// <summary>
    /// The address as it was written, without user, password and fragment: some cameras read options of their own from it.
    /// </summary>
    public string Url { get; }

    /// <summary>Makes the target of a URL.</summary>
    /// <returns>Null if the URL is none of RTSP over TCP.</returns>
    public static RtspTarget? Of(CameraUrl url)
    {
        bool isRtsp = url.Scheme is "rtsp" or "rtsps" && url.Host.Length > 0 && !url.Text.Any(char.IsControl);
        if (!isRtsp || url.Uri is not { } uri)
            return null;
        return new RtspTarget(url, uri.OriginalString.Split('#')[0].Replace(" ", "%20", StringComparison.Ordinal));
    }

    /// <summary>Reads the location of a redirect.</summary>
    /// <returns>False if it is none, or if it leaves RTSP or its encryption.</returns>
    public bool TryFollow(string location, [NotNullWhen(true)] out RtspTarget? next)
    {
        next = CameraUrl.TryParse(location, out CameraUrl? url) ? Of(url) : null;
        if (next is { IsSecure: false } && IsSecure)
            next = null;
        return next is not null;
    }

    /// <summary>Whether both are of one server, so that one may have what the other is sent.</summary>
    public bool IsSameServer(RtspTarget other) =>
        Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase) && (Port, IsSecure) == (other.Port, other.IsSecure);
}
