using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace VideoStream.Hosting.Reload;

/// <summary>
/// The renewed certificates of the web server. The server itself would bind its endpoint anew for one, which cuts all connections, and it
/// does not look at the certificate of <c>urls</c> again. So new connections get the renewed one here, and those that are open stay.
/// </summary>
internal sealed class ServerCertificates(IServiceProvider services, IHostEnvironment environment)
{
    private const string Name = "Certificate";

    // The configuration's section of each certificate that the server has loaded at its start, by thumbprint.
    private readonly Dictionary<string, string> _sections = [];

    // By the thumbprint of the one that each replaces. Never changed, but replaced as a whole.
    private Dictionary<string, SslStreamCertificateContext> _renewed = [];

    /// <summary>The files of the configured certificates.</summary>
    public IEnumerable<string> Files(IConfiguration configuration) =>
        from section in Sections(configuration)
        from path in (string?[])[section["Path"], section["KeyPath"]]
        where !string.IsNullOrEmpty(path)
        select Path.Combine(environment.ContentRootPath, path);

    /// <summary>Notes which certificates the server has.</summary>
    public void Start(IConfiguration configuration)
    {
        foreach (var (section, https) in Load(configuration))
            _sections[https.ServerCertificate!.Thumbprint] = section;
    }

    /// <summary>Loads all configured certificates.</summary>
    /// <returns>The certificates and their chains by section.</returns>
    /// <exception cref="StartException">One can't be loaded.</exception>
    public Dictionary<string, HttpsConnectionAdapterOptions> Load(IConfiguration configuration) =>
        Sections(configuration).ToDictionary(section => section.Path, Load, StringComparer.OrdinalIgnoreCase);

    /// <summary>Uses certificates for new connections from now on.</summary>
    /// <returns>The sections whose certificate is another one now.</returns>
    public string[] Replace(IReadOnlyDictionary<string, HttpsConnectionAdapterOptions> loaded)
    {
        var renewed = new Dictionary<string, SslStreamCertificateContext>();
        var changed = new List<string>();
        foreach (var (thumbprint, section) in _sections)
        {
            if (!loaded.TryGetValue(section, out HttpsConnectionAdapterOptions? https))
                continue;
            X509Certificate2 certificate = https.ServerCertificate!;
            string current = _renewed.TryGetValue(thumbprint, out var used) ? used.TargetCertificate.Thumbprint : thumbprint;
            if (certificate.Thumbprint != current)
                changed.Add(section);
            if (certificate.Thumbprint != thumbprint)
                renewed[thumbprint] = SslStreamCertificateContext.Create(certificate, https.ServerCertificateChain);
        }

        Volatile.Write(ref _renewed, renewed);
        return [.. changed];
    }

    /// <summary>Gives a new connection the renewed certificate, if there is one.</summary>
    public void Select(SslServerAuthenticationOptions tls)
    {
        Dictionary<string, SslStreamCertificateContext> renewed = Volatile.Read(ref _renewed);
        if (renewed.Count > 0
            && tls.ServerCertificateContext is { } started
            && renewed.TryGetValue(started.TargetCertificate.Thumbprint, out SslStreamCertificateContext? context))
            tls.ServerCertificateContext = context;
    }

    private static IEnumerable<IConfigurationSection> Sections(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => endpoint.GetSection(Name))
            .Prepend(configuration.GetSection("Kestrel:Certificates:Default"))
            .Where(section => !string.IsNullOrEmpty(section["Path"]));

    /// <summary>Loads a certificate with the server's own code, as that of an endpoint which is never bound.</summary>
    private HttpsConnectionAdapterOptions Load(IConfigurationSection section)
    {
        Dictionary<string, string?> values = section.AsEnumerable(makePathsRelative: true)
            .Where(entry => entry.Value is not null)
            .ToDictionary(entry => $"Endpoints:{Name}:{Name}:{entry.Key}", entry => entry.Value);
        values[$"Endpoints:{Name}:Url"] = "https://127.0.0.1:0";
        HttpsConnectionAdapterOptions? https = null;
        try
        {
            new KestrelServerOptions { ApplicationServices = services }
                .Configure(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
                .Endpoint(Name, endpoint => https = endpoint.HttpsOptions)
                .Load();
        }
        catch (Exception e) when (OperatorMistake.Is(e))
        {
            throw new StartException($"{section.Path} can't be loaded: {OperatorMistake.Message(e)}");
        }

        return https is { ServerCertificate: not null } ? https : throw new StartException($"{section.Path} has no certificate");
    }
}
