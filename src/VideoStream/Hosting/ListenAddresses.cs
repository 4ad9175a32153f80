using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VideoStream.Hosting;

/// <summary>
/// The addresses to listen on, from the command line, the environment or a file. ASP.NET Core reads a bad port as part of a host name that
/// stands for all addresses, and an empty list as port 5000. They are checked here first.
/// </summary>
internal static class ListenAddresses
{
    private const string Default = "http://localhost:8000";
    private const string Allowed = "http://0.0.0.0:8000, http://*:8000, http://+:8000, http://unix:/path, several separated by ';'";

    /// <summary>Port 8000 on loopback, unless an address or port is configured in any of ASP.NET Core's own ways.</summary>
    /// <exception cref="StartException">An address or port is invalid.</exception>
    public static void UseListenAddresses(this WebApplicationBuilder builder)
    {
        IConfiguration configuration = builder.Configuration;
        if (Problem(configuration) is { } problem)
            throw new StartException(problem);
        string[] keys = ["urls", "http_ports", "https_ports"];
        if (keys.All(key => string.IsNullOrEmpty(configuration[key])) && !configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(Default);
    }

    /// <summary>What is wrong with the configured addresses, in one line; null if nothing is.</summary>
    public static string? Problem(IConfiguration configuration) =>
        (configuration["urls"] is { } urls ? UrlsProblem(urls) : null)
        ?? PortsProblem("http_ports", configuration["http_ports"])
        ?? PortsProblem("https_ports", configuration["https_ports"]);

    private static string? UrlsProblem(string urls)
    {
        string[] all = Split(urls);
        string? problem = all.Length == 0
            ? $"urls is '{urls}', which is no address"
            : all.Select(UrlProblem).FirstOrDefault(found => found is not null);
        return problem is null ? null : $"{problem}; allowed: {Allowed}";
    }

    private static string? PortsProblem(string key, string? ports) => Split(ports ?? "")
        .Where(port => !IsPort(port))
        .Select(port => $"{key} is '{ports}': '{port}' is not a port; allowed: 0 to 65535, several separated by ';'")
        .FirstOrDefault();

    private static string? UrlProblem(string url)
    {
        string[] parts = url.Split("://", 2);
        if (parts is not [var scheme, var rest])
            return $"urls is '{url}', which has no scheme";
        if (!scheme.Equals("http", StringComparison.OrdinalIgnoreCase) && !scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
            return $"urls is '{url}': the scheme '{scheme}' is not http or https";
        if (rest.StartsWith("unix:", StringComparison.OrdinalIgnoreCase))
            return SocketProblem(url, rest["unix:".Length..]);
        if (OperatingSystem.IsWindows() && rest.StartsWith("pipe:/", StringComparison.OrdinalIgnoreCase))
            return null;
        int end = rest.IndexOfAny(['/', '?', '#']);
        if (end >= 0 && rest[end..] != "/")
            return $"urls is '{url}': '{rest[end..]}' is a path, and an address has none";
        return HostProblem(end < 0 ? rest : rest[..end]) is { } problem ? $"urls is '{url}': {problem}" : null;
    }

    private static string? HostProblem(string authority)
    {
        if (!authority.StartsWith('[') && authority.Count(c => c == ':') > 1)
            return "an IPv6 address needs brackets, as in http://[::1]:8000";
        // The colons of an IPv6 address stand in brackets.
        int colon = authority.IndexOf(':', authority.StartsWith('[') ? Math.Max(authority.IndexOf(']', StringComparison.Ordinal), 0) : 0);
        string host = colon < 0 ? authority : authority[..colon];
        if (colon >= 0 && !IsPort(authority[(colon + 1)..]))
            return $"'{authority[(colon + 1)..]}' is not a port from 0 to 65535";
        if (!IsHost(host))
            return $"'{host}' is not a host";
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && colon >= 0 && Port(authority[(colon + 1)..]) == 0
            ? "port 0 (any free port) needs an IP address, such as 127.0.0.1"
            : null;
    }

    private static string? SocketProblem(string url, string path)
    {
        if (!path.StartsWith('/'))
            return $"urls is '{url}', where unix: needs an absolute path";
        try
        {
            _ = new UnixDomainSocketEndPoint(path);
            return null;
        }
        catch (ArgumentException)
        {
            return $"urls is '{url}', whose path is too long for a Unix socket";
        }
    }

    /// <summary>ASP.NET Core takes any name for all addresses, so what was meant as an IP address has to be one.</summary>
    private static bool IsHost(string host) => host is "*" or "+" || (host is ['[', .. var address, ']']
        ? IPAddress.TryParse(address, out IPAddress? ip) && ip.AddressFamily == AddressFamily.InterNetworkV6
        : host.All(c => char.IsAsciiDigit(c) || c == '.') ? host.Count(c => c == '.') == 3 && IPAddress.TryParse(host, out _)
        : Uri.CheckHostName(host) == UriHostNameType.Dns);

    private static bool IsPort(string text) => Port(text) is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort;

    private static int Port(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : -1;

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
