using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace VideoStream.Hosting;

/// <summary>
/// The addresses to listen on, from the command line, the environment or a file. They are checked here, because ASP.NET Core reads a bad
/// port as part of a host name that stands for all addresses, and an empty list as port 5000.
/// </summary>
internal static class ListenAddresses
{
    private const string Default = "http://localhost:8000";

    /// <summary>Listens on port 8000 on loopback, unless an address or port is configured in any of ASP.NET Core's own ways.</summary>
    /// <exception cref="StartException">An address, a port or a certificate is invalid.</exception>
    public static void UseListenAddresses(this WebApplicationBuilder builder)
    {
        IConfiguration configuration = builder.Configuration;
        string folder = Environment.CurrentDirectory;
        if (Problems(configuration).Concat(CertificateFiles.Problems(configuration, folder)).FirstOrDefault() is { } problem)
            throw new StartException(problem);
        foreach (string warning in CertificateFiles.Warnings(configuration, folder, TimeProvider.System.GetUtcNow()))
            builder.Services.AddSingleton(new StartWarning(warning));
        string[] keys = ["urls", "http_ports", "https_ports"];
        if (keys.All(key => string.IsNullOrEmpty(configuration[key])) && !configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(Default);
    }

    /// <summary>One line for each configured address or port that is invalid.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration) =>
    [
        .. configuration["urls"] is { } urls ? UrlsProblems(urls) : [],
        .. PortsProblems("http_ports", configuration["http_ports"] ?? ""),
        .. PortsProblems("https_ports", configuration["https_ports"] ?? ""),
        .. configuration.GetSection("Kestrel:Endpoints").GetChildren().SelectMany(EndpointProblems),
        .. configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Append(configuration.GetSection("Kestrel:EndpointDefaults")).SelectMany(ProtocolProblems),
    ];

    /// <summary>The keys of the addresses with TLS, other than those of <c>Kestrel:Endpoints</c>, which count instead of them.</summary>
    public static IEnumerable<string> WithTls(IConfiguration configuration)
    {
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
            return [];
        if (configuration["urls"] is { Length: > 0 } urls)
            return Split(urls).Any(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) ? ["urls"] : [];
        return Split(configuration["https_ports"] ?? "").Length > 0 ? ["https_ports"] : [];
    }

    private static IEnumerable<string> UrlsProblems(string urls)
    {
        string[] all = Split(urls);
        IEnumerable<string> problems =
            all.Length == 0 ? [$"urls is '{urls}', which is no address"] : all.SelectMany(url => ListenUrl.Problems("urls", url));
        return problems.Select(problem => $"{problem}; allowed: {ListenUrl.Allowed}, several separated by ';'");
    }

    private static IEnumerable<string> EndpointProblems(IConfigurationSection endpoint)
    {
        string url = endpoint["Url"] ?? "";
        IEnumerable<string> problems =
            url.Length == 0 ? [$"{endpoint.Path}:Url is missing"] : ListenUrl.Problems(endpoint.Path + ":Url", url);
        return problems.Select(problem => $"{problem}; allowed: {ListenUrl.Allowed}");
    }

    /// <summary>The web server ignores values that it does not know, and such a one may be meant to forbid something.</summary>
    private static IEnumerable<string> ProtocolProblems(IConfigurationSection endpoint) =>
    [
        .. EnumProblems<HttpProtocols>(endpoint.GetSection("Protocols")),
        .. EnumProblems<ClientCertificateMode>(endpoint.GetSection("ClientCertificateMode")),
        .. endpoint.GetSection("SslProtocols").GetChildren().SelectMany(EnumProblems<SslProtocols>),
    ];

    private static IEnumerable<string> EnumProblems<T>(IConfigurationSection section)
        where T : struct, Enum
    {
        if (section.Value is { Length: > 0 } value && !Enum.TryParse(value, ignoreCase: true, out T _))
            yield return $"{section.Path} is '{value}'; allowed: {string.Join(", ", Enum.GetNames<T>())}";
    }

    private static IEnumerable<string> PortsProblems(string key, string ports) => Split(ports)
        .Where(port => !ListenUrl.IsPort(port))
        .Select(port => $"{key} is '{ports}': '{port}' is not a port; allowed: 0 to 65535, several separated by ';'");

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
