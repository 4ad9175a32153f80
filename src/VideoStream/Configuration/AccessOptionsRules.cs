using System.Net;
using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>Rules for hosts, origins and proxies.</summary>
internal sealed class AccessOptionsRules : IValidateOptions<VideoStreamOptions>
{
    private const string Section = VideoStreamOptions.Section;

    public ValidateOptionsResult Validate(string? name, VideoStreamOptions options)
    {
        string[] failures =
        [
            .. Hosts(options.Access.AllowedHosts),
            .. Origins("Access:AllowedOrigins", options.Access.AllowedOrigins),
            .. Origins("WebSocket:AllowedOrigins", options.WebSocket.AllowedOrigins),
            .. OldOrigins(options),
            .. Proxies(options.Access.TrustedProxies),
            .. Jwt(options.Access.Jwt),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Hosts(string[] hosts) => hosts
        .Where(host => host != "*" && !IsHost(host))
        .Select(host =>
            $"{Section}:Access:AllowedHosts is '{host}'; allowed: *, or a host without scheme and port, as in camera.example.org");

    private static IEnumerable<string> Origins(string key, string[] origins) => origins
        .Where(origin => origin != "*" && !IsOrigin(origin))
        .Select(origin => $"{Section}:{key} is '{origin}'; allowed: *, or scheme://host[:port] as in https://example.org");

    private static string[] OldOrigins(VideoStreamOptions options) =>
        options.Access.AllowedOrigins.Length > 0 && options.WebSocket.AllowedOrigins.Length > 0
            ? [$"{Section}:WebSocket:AllowedOrigins is the old name of {Section}:Access:AllowedOrigins; allowed: one of them, not both"]
            : [];

    private static IEnumerable<string> Proxies(string[] proxies) => proxies
        .Where(proxy => !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _))
        .Select(proxy =>
            $"{Section}:Access:TrustedProxies is '{proxy}'; allowed: an IP address, or a network, as in 10.0.0.0/24");

    /// <summary>The address of the issuer is not shown: one that is refused may hold a password.</summary>
    private static IEnumerable<string> Jwt(JwtOptions jwt)
    {
        const string key = Section + ":Access:Jwt";
        if (string.IsNullOrEmpty(jwt.Authority) != string.IsNullOrEmpty(jwt.Audience))
            yield return $"{key} has only one of Authority and Audience; allowed: both, or none";
        if (!string.IsNullOrEmpty(jwt.Authority) && !JwtOptions.TryParse(jwt.Authority, out _))
            yield return $"{key}:Authority is no address of an issuer; allowed: https://host/path, or http on loopback, without user";
        if (string.IsNullOrWhiteSpace(jwt.ScopeClaim))
            yield return $"{key}:ScopeClaim is '{jwt.ScopeClaim}'; allowed: the name of a claim, such as scope or roles";
        if (string.IsNullOrWhiteSpace(jwt.CameraClaim))
            yield return $"{key}:CameraClaim is '{jwt.CameraClaim}'; allowed: the name of a claim, such as camera";
    }

    private static bool IsHost(string text) =>
        text.All(char.IsAscii) && Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && IsAuthority(text, uri);

    /// <summary>Whether it has neither a path nor a user. The scheme's own port may be written or not.</summary>
    private static bool IsAuthority(string text, Uri uri) =>
        text.Equals(uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
        || text.Equals($"{uri.Scheme}://{uri.Host}:{uri.Port}", StringComparison.OrdinalIgnoreCase);
}
