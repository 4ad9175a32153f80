using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>What a request asks for: a server, and a path on it.</summary>
internal sealed record HttpTarget
{
    private readonly Uri _uri;

    private HttpTarget(Uri uri, string host)
    {
        (_uri, Host) = (uri, host);
    }

    /// <summary>The name or address to connect to, an IPv6 address with its zone and without brackets.</summary>
    public string Host { get; }

    public int Port => _uri.Port;

    public bool IsSecure => _uri.Scheme == Uri.UriSchemeHttps;

    /// <summary>Path and query, encoded.</summary>
    public string Path => WrittenPath ?? _uri.PathAndQuery;

    private string? WrittenPath { get; init; }

    /// <summary>The value of the <c>Host</c> header.</summary>
    public string Authority
    {
        get
        {
            string host = _uri.HostNameType == UriHostNameType.IPv6 ? _uri.Host : _uri.IdnHost;
            return _uri.IsDefaultPort ? host : $"{host}:{Port}";
        }
    }

    /// <summary>Scheme, host and port. Nothing else of a URL is ever shown.</summary>
    public string Display => $"{_uri.Scheme}://{Authority}";

    /// <exception cref="ArgumentException">The URL is not valid.</exception>
    public static HttpTarget Of(CameraUrl url)
    {
        Uri uri = url.Uri ?? throw new ArgumentException("not a valid URL", nameof(url));
        return new HttpTarget(uri, uri.HostNameType == UriHostNameType.IPv6 ? url.Host : uri.IdnHost);
    }

    /// <summary>The same with its path as the URL has it, and not in a standard form. Servers sign the addresses in playlists.</summary>
    /// <exception cref="ArgumentException">The URL is not valid.</exception>
    public static HttpTarget AsWritten(CameraUrl url)
    {
        string afterScheme = url.Text[(url.Scheme.Length + "://".Length)..].Split('#')[0];
        int path = afterScheme.IndexOfAny(['/', '?']);
        string written = path < 0 ? "/" : afterScheme[path..];
        return Of(url) with { WrittenPath = written.StartsWith('/') ? written : "/" + written };
    }

    /// <summary>Resolves the location of a redirect.</summary>
    /// <returns>False if there is none, or if it leaves HTTP or its encryption.</returns>
    public bool TryFollow(string? location, [NotNullWhen(true)] out HttpTarget? next)
    {
        next = null;
        if (location is null || !Uri.TryCreate(_uri, location, out Uri? uri))
            return false;
        bool isHttp = uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && !IsSecure);
        if (isHttp)
            next = new HttpTarget(uri, uri.Host == _uri.Host ? Host : uri.IdnHost);
        return isHttp;
    }

    /// <summary>Whether both are of one server, so that one may have what the other is sent.</summary>
    public bool IsSameServer(HttpTarget other) => (Host, Port, IsSecure) == (other.Host, other.Port, other.IsSecure);
}
