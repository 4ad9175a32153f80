using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace VideoStream.Hosting.Reload;

/// <summary>
/// The renewed certificates of the web server. The server itself would bind its endpoint anew for one, which cuts all connections, and it
/// does not look at the certificate of <c>urls</c> again. So new connections get the renewed one here, and those that are open stay.
/// </summary>
internal sealed class ServerCertificates(IServiceProvider services)
{
    private const string Name = "Certificate";
    private const string AnyTls = "https://127.0.0.1:0";

    // The configuration's section of each certificate that the server has loaded at its start, by thumbprint.
    private readonly Dictionary<string, string> _sections = [];

    // Sections that are gone, and of which it was said.
    private readonly HashSet<string> _kept = [];

    // By the thumbprint of the one that each replaces. Never changed, but replaced as a whole.
    private Dictionary<string, SslStreamCertificateContext> _renewed = [];

    /// <summary>The files of the configured certificates.</summary>
    public static IEnumerable<string> Files(IConfiguration configuration) =>
        from section in Sections(configuration)
        from path in (string?[])[section["Path"], section["KeyPath"]]
        where !string.IsNullOrEmpty(path)
        select Path.GetFullPath(path);

    /// <summary>Notes which certificates the server has.</summary>
    public void Start(IConfiguration configuration)
    {
        foreach (var (section, https) in Load(configuration))
            _sections[https.ServerCertificate!.Thumbprint] = section;
    }

    /// <summary>Reads the settings of the web server as its start does, without listening.</summary>
    /// <exception cref="StartException">The start would fail, for example because an https address has no certificate.</exception>
    public void Check(IConfiguration configuration)
    {
        Dictionary<string, string?> values = ServerPaths.Values(configuration.GetSection("Kestrel"));
        foreach (string key in ListenAddresses.WithTls(configuration))
            values[$"Endpoints:{key}:Url"] = AnyTls;
        if (values.Keys.Any(key => key.StartsWith("Endpoints:", StringComparison.OrdinalIgnoreCase)))
            Load(values, _ => { }, problem => problem);
    }

    /// <summary>Loads all configured certificates.</summary>
    /// <returns>The certificates and their chains by section.</returns>
    /// <exception cref="StartException">One can't be loaded.</exception>
    public Dictionary<string, HttpsConnectionAdapterOptions> Load(IConfiguration configuration) =>
        Sections(configuration).ToDictionary(section => section.Path, Load, StringComparer.OrdinalIgnoreCase);

    /// <summary>The sections that have no certificate any more since the last call. The server goes on with the last one of each.</summary>
    public string[] Kept(IReadOnlyDictionary<string, HttpsConnectionAdapterOptions> loaded)
    {
        _kept.ExceptWith(loaded.Keys);
        return [.. _sections.Values.Distinct().Where(section => !loaded.ContainsKey(section)).Where(_kept.Add)];
    }

    /// <summary>Uses certificates for new connections from now on. A section that is gone keeps its last one.</summary>
    /// <returns>The sections whose certificate is another one now.</returns>
    public string[] Replace(IReadOnlyDictionary<string, HttpsConnectionAdapterOptions> loaded)
    {
        var renewed = new Dictionary<string, SslStreamCertificateContext>();
        var changed = new List<string>();
        foreach (var (thumbprint, section) in _sections)
        {
            _renewed.TryGetValue(thumbprint, out SslStreamCertificateContext? used);
            if (!loaded.TryGetValue(section, out HttpsConnectionAdapterOptions? https))
            {
                if (used is not null)
                    renewed[thumbprint] = used;
                continue;
            }

            X509Certificate2 certificate = https.ServerCertificate!;
            string current = used?.TargetCertificate.Thumbprint ?? thumbprint;
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

    /// <summary>Loads a certificate, as that of an endpoint which is never bound.</summary>
    private HttpsConnectionAdapterOptions Load(IConfigurationSection section)
    {
        Dictionary<string, string?> values = ServerPaths.Values(section)
            .ToDictionary(entry => $"Endpoints:{Name}:{Name}:{entry.Key}", entry => entry.Value);
        values[$"Endpoints:{Name}:Url"] = AnyTls;
        HttpsConnectionAdapterOptions? https = null;
        Load(
            values,
            kestrel => kestrel.Endpoint(Name, endpoint => https = endpoint.HttpsOptions),
            problem => $"{section.Path} can't be loaded: {problem}");
        return https is { ServerCertificate: not null } ? https : throw new StartException($"{section.Path} has no certificate");
    }

    /// <summary>Loads settings with the server's own code.</summary>
    private void Load(Dictionary<string, string?> values, Action<KestrelConfigurationLoader> configure, Func<string, string> explain)
    {
        try
        {
            KestrelConfigurationLoader loader = new KestrelServerOptions { ApplicationServices = services }
                .Configure(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
            configure(loader);
            loader.Load();
        }
        catch (Exception e) when (OperatorMistake.Is(e))
        {
            throw new StartException(explain(OperatorMistake.Message(e)));
        }
    }
}
