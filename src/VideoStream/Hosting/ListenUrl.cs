using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VideoStream.Hosting;

/// <summary>The rules for one address to listen on.</summary>
internal static class ListenUrl
{
    /// <summary>The allowed forms, for an error's text.</summary>
    public const string Allowed = "http://0.0.0.0:8000, https://0.0.0.0:8443, http://*:8000, http://unix:/path";

    private const string UnixSocket = "unix:";

    /// <summary>What is wrong with an address, in one line; empty if it is valid.</summary>
    /// <param name="key">The key of the configuration that has it, for the text.</param>
    /// <param name="url">The address.</param>
    public static IEnumerable<string> Problems(string key, string url)
    {
        if (url.Split("://", 2) is not [var scheme, var rest])
            return [$"{key} is '{url}', which has no scheme"];
        if (!scheme.Equals("http", StringComparison.OrdinalIgnoreCase) && !scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
            return [$"{key} is '{url}': the scheme '{scheme}' is not http or https"];
        if (rest.StartsWith(UnixSocket, StringComparison.OrdinalIgnoreCase))
            return SocketProblems(rest[UnixSocket.Length..]).Select(problem => $"{key} is '{url}', {problem}");
        if (OperatingSystem.IsWindows() && rest.StartsWith("pipe:/", StringComparison.OrdinalIgnoreCase))
            return [];
        return AuthorityAndPathProblems(rest).Select(problem => $"{key} is '{url}': {problem}");
    }

    /// <summary>Whether a text is a port.</summary>
    public static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
        && port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort;

    /// <summary>Whether other machines can reach an address of the server. Names other than localhost stand for all addresses.</summary>
    public static bool IsReachableFromOutside(string url)
    {
        BindingAddress address = BindingAddress.Parse(url);
        if (address.IsUnixPipe || address.IsNamedPipe || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return false;
        return !IPAddress.TryParse(address.Host, out IPAddress? ip) || !IPAddress.IsLoopback(ip);
    }

    private static IEnumerable<string> SocketProblems(string path)
    {
        if (!path.StartsWith('/'))
            return ["where unix: needs an absolute path"];
        try
        {
            _ = new UnixDomainSocketEndPoint(path);
            return [];
        }
        catch (ArgumentException)
        {
            return ["whose path is too long for a Unix socket"];
        }
    }

    private static IEnumerable<string> AuthorityAndPathProblems(string rest)
    {
        int end = rest.IndexOfAny(['/', '?', '#']);
        if (end < 0)
            return AuthorityProblems(rest);
        return rest[end..] == "/" ? AuthorityProblems(rest[..end]) : [$"'{rest[end..]}' is a path, and an address has none"];
    }

    private static IEnumerable<string> AuthorityProblems(string authority)
    {
        bool isBracketed = authority.StartsWith('[');
        if (!isBracketed && authority.Count(c => c == ':') > 1)
            return ["an IPv6 address needs brackets, as in http://[::1]:8000"];
        int colon = authority.IndexOf(':', isBracketed ? Math.Max(authority.IndexOf(']', StringComparison.Ordinal), 0) : 0);
        return colon < 0 ? HostProblems(authority) : HostAndPortProblems(authority[..colon], authority[(colon + 1)..]);
    }

    private static IEnumerable<string> HostAndPortProblems(string host, string port)
    {
        if (!IsPort(port))
            return [$"'{port}' is not a port from 0 to 65535"];
        bool isAnyPort = port.All(c => c == '0');
        return isAnyPort && host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            ? ["port 0 (any free port) needs an IP address, such as 127.0.0.1"]
            : HostProblems(host);
    }

    private static string[] HostProblems(string host) => IsHost(host) ? [] : [$"'{host}' is not a host"];

    /// <summary>ASP.NET Core reads any name as all addresses, so a host that looks like an IP address must be one.</summary>
    private static bool IsHost(string host)
    {
        if (host is "*" or "+")
            return true;
        if (host is ['[', .. var address, ']'])
            return IPAddress.TryParse(address, out IPAddress? ip) && ip.AddressFamily == AddressFamily.InterNetworkV6;
        return host.All(c => char.IsAsciiDigit(c) || c == '.')
            ? host.Count(c => c == '.') == 3 && IPAddress.TryParse(host, out _)
            : Uri.CheckHostName(host) == UriHostNameType.Dns;
    }
}
