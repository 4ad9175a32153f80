using System.Net;
using System.Text.RegularExpressions;

namespace VideoStream.Cameras.Sources;

/// <summary>A camera's URL, which may have a user and a password in it: what of it may be shown, and what not.</summary>
internal sealed partial class CameraUrl
{
    private readonly Match _parts;

    public CameraUrl(string text)
    {
        Text = text;
        _parts = Parts().Match(text);
    }

    /// <summary>The whole URL. Never shown.</summary>
    public string Text { get; }

    public string Scheme => _parts.Groups["scheme"].Value.ToLowerInvariant();

    /// <summary>
    /// The host's name or address, an IPv6 one without its brackets; empty for one that only listens, as in <c>udp://:5000</c>.
    /// </summary>
    public string Host => _parts.Groups["host"].Value.Trim('[', ']');

    /// <summary>The port, that of the scheme if none is given; 0 where there is none.</summary>
    public int Port => _parts.Groups["port"] is { Success: true } port
        ? int.Parse(port.ValueSpan, provider: null)
        : Scheme switch
        {
            "http" => 80,
            "https" => 443,
            "rtsp" => 554,
            "rtsps" => 322,
            "rtmp" => 1935,
            _ => 0,
        };

    public bool HasCredentials => _parts.Groups["user"].Length > 0;

    /// <summary>Scheme, host and port: all that is ever shown of it.</summary>
    public string Display => _parts.Success
        ? $"{Scheme}://{_parts.Groups["host"].Value}{(_parts.Groups["port"].Success ? ":" + _parts.Groups["port"].Value : "")}"
        : "the URL";

    /// <summary>User and password, decoded.</summary>
    public NetworkCredential Credentials =>
        new(Uri.UnescapeDataString(_parts.Groups["user"].Value), Uri.UnescapeDataString(_parts.Groups["password"].Value));

    /// <summary>The URL without user and password.</summary>
    public string WithoutCredentials => HasCredentials
        ? Text.Remove(_parts.Groups["userinfo"].Index, _parts.Groups["userinfo"].Length)
        : Text;

    /// <summary>Whether it has a form that makes sense.</summary>
    public static bool TryParse(string text)
    {
        var url = new CameraUrl(text);
        bool listens = url.Scheme is "udp" or "rtp" or "srt" or "tcp" or "rist";
        return url._parts.Success
            && (url.Host.Length > 0 || listens)
            && (!url._parts.Groups["port"].Success
                || (int.TryParse(url._parts.Groups["port"].ValueSpan, out int port) && port is > 0 and < 65536))
            && (url.Scheme is not ("http" or "https") || Uri.TryCreate(url.WithoutCredentials, UriKind.Absolute, out _));
    }

    /// <summary>Replaces in a text all that must not be shown: this URL and its parts, and any other URL.</summary>
    public string Redact(string text)
    {
        string shown = text.Replace(Text, Display, StringComparison.Ordinal);
        shown = AnyUrl().Replace(shown, match => new CameraUrl(match.Value).Display);
        foreach (string group in (string[])["password", "user"])
        {
            string secret = _parts.Groups[group].Value;
            foreach (string form in (string[])[secret, Uri.UnescapeDataString(secret)])
            {
                if (form.Length > 0)
                    shown = Regex.Replace(shown, $@"(?<!\w){Regex.Escape(form)}(?!\w)", "***");
            }
        }

        return shown;
    }

    /// <summary>The last @ before the path ends user and password, so that one in a password that isn't encoded does no harm.</summary>
    [GeneratedRegex(
        @"^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<userinfo>(?<user>[^:@/?#]*)(:(?<password>[^/?#]*))?@)?"
        + @"(?<host>\[[0-9A-Fa-f:.%]+\]|[^:@/?#\[\]]*)(:(?<port>[0-9]+))?(?=$|[/?#])")]
    private static partial Regex Parts();

    [GeneratedRegex(@"\b[A-Za-z][A-Za-z0-9+.-]*://\S*[^\s:;,.'"")\]]")]
    private static partial Regex AnyUrl();
}
