using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.RegularExpressions;

namespace VideoStream.Cameras.Sources;

/// <summary>The parts of a camera's URL, which can contain a password. Knows what of it may be shown.</summary>
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
    /// The name or address of the host. An IPv6 address has no brackets here, and a single % before its zone. Empty if the URL only
    /// listens, as <c>udp://:5000</c> does.
    /// </summary>
    public string Host => _parts.Groups["address"].Success ? _parts.Groups["address"].Value + Zone : _parts.Groups["host"].Value;

    /// <summary>The port, or the default of the scheme; 0 if there is neither.</summary>
    public int Port => _parts.Groups["port"] is { Success: true } port
        ? int.Parse(port.ValueSpan, provider: null)
        : Scheme switch
        {
            "http" => 80,
            "https" => 443,
            "rtsp" => 554,
            "rtsps" => 322,
            "rtmp" => 1935,
            "nats" => 4222,
            _ => 0,
        };

    public bool HasCredentials => _parts.Groups["user"].Length > 0;

    /// <summary>Scheme, host and port. Nothing else of a URL is ever shown.</summary>
    public string Display => _parts.Success
        ? $"{Scheme}://{_parts.Groups["host"].Value}{(_parts.Groups["port"].Success ? ":" + _parts.Groups["port"].Value : "")}"
        : "the URL";

    /// <summary>User and password, decoded.</summary>
    public NetworkCredential Credentials =>
        new(Uri.UnescapeDataString(_parts.Groups["user"].Value), Uri.UnescapeDataString(_parts.Groups["password"].Value));

    /// <summary>
    /// The URL without user, password and the zone of an IPv6 address. The zone is of this machine, and no server is sent it (RFC 6874).
    /// Null if the URL is not valid.
    /// </summary>
    public Uri? Uri
    {
        get
        {
            Group hidden = _parts.Groups["userinfo"], zone = _parts.Groups["zone"];
            string text = zone.Success ? Text.Remove(zone.Index, zone.Length) : Text;
            text = hidden.Success ? text.Remove(hidden.Index, hidden.Length) : text;
            return Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? uri : null;
        }
    }

    /// <summary>The zone with its %, which a URL writes as such or, by RFC 6874, as %25.</summary>
    private string Zone => _parts.Groups["zone"].Value is ['%', '2', '5', _, ..] escaped ? "%" + escaped[3..] : _parts.Groups["zone"].Value;

    private bool CanListen => Scheme is "udp" or "rtp" or "srt" or "tcp" or "rist";

    private bool HasValidPort => _parts.Groups["port"] is { Success: false }
        || (int.TryParse(_parts.Groups["port"].ValueSpan, out int port) && port is > 0 and < 65536);

    /// <summary>Finds the scheme, in lower case. It has at least two letters: one letter and a colon are a drive.</summary>
    /// <returns>False if the text is no URL.</returns>
    public static bool TryGetScheme(string text, out string scheme)
    {
        Match match = SchemePrefix().Match(text);
        scheme = match.Groups["scheme"].Value.ToLowerInvariant();
        return match.Success;
    }

    /// <summary>Parses a URL of a camera.</summary>
    /// <returns>False if it has no host although its scheme needs one, or a port that can't be.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out CameraUrl? url)
    {
        var parsed = new CameraUrl(text);
        bool isValid = parsed._parts.Success
            && (parsed.Host.Length > 0 || parsed.CanListen)
            && parsed.HasValidPort
            && (parsed.Scheme is not ("http" or "https") || parsed.Uri is not null);
        url = isValid ? parsed : null;
        return isValid;
    }

    /// <summary>Removes from a text what must not be shown: this URL, its user and password, and the secrets of other URLs.</summary>
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

    /// <summary>User and password end at the last @ before the path, because a password may contain an @ that is not encoded.</summary>
    [GeneratedRegex(
        @"^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<userinfo>(?<user>[^:@/?#]*)(:(?<password>[^/?#]*))?@)?"
        + @"(?<host>\[(?<address>[0-9A-Fa-f:.]+)(?<zone>%[^\s/?#@\[\]]+)?\]|[^:@/?#\[\]]*)(:(?<port>[0-9]+))?(?=$|[/?#])")]
    private static partial Regex Parts();

    [GeneratedRegex("^(?<scheme>[A-Za-z][A-Za-z0-9+.-]+):")]
    private static partial Regex SchemePrefix();

    [GeneratedRegex(@"\b[A-Za-z][A-Za-z0-9+.-]*://\S*[^\s:;,.'"")\]]")]
    private static partial Regex AnyUrl();
}
