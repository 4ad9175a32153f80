using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VideoStream.Configuration;

namespace VideoStream.Hosting;

/// <summary>
/// Checks the certificates that are configured for the web server (<c>Kestrel:Certificates</c> and those of <c>Kestrel:Endpoints</c>),
/// because its own exceptions name neither the key of the configuration nor always the file.
/// </summary>
internal static class CertificateFiles
{
    /// <summary>One line for each configured certificate that can't be used.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="folder">The folder that relative paths begin at.</param>
    public static IEnumerable<string> Problems(IConfiguration configuration, string folder) =>
        Sections(configuration).SelectMany(section => Problems(section, folder));

    /// <summary>One line for each certificate that browsers refuse because of the time.</summary>
    /// <param name="configuration">The configuration, which has no <see cref="Problems(IConfiguration, string)"/>.</param>
    /// <param name="folder">The folder that relative paths begin at.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<string> Warnings(IConfiguration configuration, string folder, DateTimeOffset now)
    {
        foreach (IConfigurationSection section in Sections(configuration))
        {
            using X509Certificate2 certificate = Load(section, folder);
            if (certificate.NotAfter < now.LocalDateTime)
                yield return $"The certificate of {section.Path} expired at {certificate.NotAfter.ToUniversalTime():u}. Browsers refuse it";
            if (certificate.NotBefore > now.LocalDateTime)
                yield return $"The certificate of {section.Path} begins at {certificate.NotBefore.ToUniversalTime():u}, by the clock of "
                    + "this machine. Browsers refuse it until then";
        }
    }

    private static IEnumerable<IConfigurationSection> Sections(IConfiguration configuration) => configuration
        .GetSection("Kestrel:Certificates").GetChildren()
        .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint.GetSection("Certificate")))
        // Others name a certificate of the operating system's store.
        .Where(section => section["Path"] is not null || section["KeyPath"] is not null);

    private static IEnumerable<string> Problems(IConfigurationSection section, string folder)
    {
        if (string.IsNullOrEmpty(section["Path"]))
            return [$"{section.Path}:KeyPath is set, but {section.Path}:Path is not"];
        string[] unreadable =
        [
            .. ((string[])["Path", "KeyPath"])
                .Where(key => !string.IsNullOrEmpty(section[key]))
                .Select(key => (Key: key, Problem: ReadProblem(File(section, key, folder))))
                .Where(file => file.Problem is not null)
                .Select(file => $"{section.Path}:{file.Key} is '{section[file.Key]}': {file.Problem}"
                    + (Path.IsPathRooted(section[file.Key]) ? "" : $". A relative path begins at the working directory, {folder}")),
        ];
        return unreadable.Length > 0 ? unreadable : ContentProblems(section, folder);
    }

    private static string? ReadProblem(string path)
    {
        if (FileBounds.Problem(path) is { } problem)
            return problem;
        try
        {
            using FileStream file = System.IO.File.OpenRead(path);
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "there is no such file";
        }
        catch (UnauthorizedAccessException)
        {
            return Directory.Exists(path) ? "this is a folder" : $"the user {Environment.UserName} may not read this file";
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    private static IEnumerable<string> ContentProblems(IConfigurationSection section, string folder)
    {
        bool hasKey = !string.IsNullOrEmpty(section["KeyPath"]);
        try
        {
            using X509Certificate2 certificate = Load(section, folder);
            return certificate.HasPrivateKey
                ? []
                : [$"{section.Path}:Path is '{section["Path"]}', which has no private key; {section.Path}:KeyPath names the key's file"];
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            string files = hasKey
                ? $"the certificate '{section["Path"]}' and the private key '{section["KeyPath"]}' can't be used together"
                : $"the certificate '{section["Path"]}' can't be used";
            string password = section["Password"] is null ? "" : ", or Password is wrong";
            return [$"{section.Path}: {files}{password}: {WithoutParameter(e.Message)}"];
        }
    }

    /// <summary>An exception's text, without the name of a parameter in the code.</summary>
    private static string WithoutParameter(string message) => message.Split(" (Parameter '")[0];

    /// <summary>Reads a certificate as the web server does: PEM or DER with a key in PEM, or both in PKCS #12.</summary>
    private static X509Certificate2 Load(IConfigurationSection section, string folder)
    {
        string path = File(section, "Path", folder);
        string? password = section["Password"];
        if (string.IsNullOrEmpty(section["KeyPath"]))
            return X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12
                ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
                : X509CertificateLoader.LoadCertificateFromFile(path);
        string key = System.IO.File.ReadAllText(File(section, "KeyPath", folder));
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(path);
        string pem = certificate.ExportCertificatePem();
        return password is null ? X509Certificate2.CreateFromPem(pem, key) : X509Certificate2.CreateFromEncryptedPem(pem, key, password);
    }

    private static string File(IConfigurationSection section, string key, string folder) => Path.Combine(folder, section[key]!);
}
