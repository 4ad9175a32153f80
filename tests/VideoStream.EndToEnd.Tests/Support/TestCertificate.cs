using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A certificate and its key, made by the command that docs/configuration.md gives.</summary>
internal sealed partial class TestCertificate : IDisposable
{
    private const string Program = "/usr/bin/openssl";

    private readonly TemporaryDirectory _directory = new();
    private readonly X509Certificate2 _certificate;

    /// <summary>Makes it. Skips the test if there is no openssl.</summary>
    public TestCertificate()
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not installed");
        Run(Command().Match(RepositoryFiles.Text("docs/configuration.md")).Groups[1].Value);
        _certificate = X509CertificateLoader.LoadCertificateFromFile(Path);
    }

    /// <summary>The certificate's file.</summary>
    public string Path => _directory.Path("server.crt");

    /// <summary>The file of its private key.</summary>
    public string KeyPath => _directory.Path("server.key");

    /// <summary>The settings of the web server, by their whole keys.</summary>
    public (string Key, string Value)[] Settings =>
        [("Kestrel:Certificates:Default:Path", Path), ("Kestrel:Certificates:Default:KeyPath", KeyPath)];

    /// <summary>The same as arguments.</summary>
    public string[] Arguments => [.. Settings.Select(setting => $"--{setting.Key}={setting.Value}")];

    /// <summary>Whether a server shows this certificate.</summary>
    public bool IsShown(X509Certificate? shown) => shown is not null && shown.GetCertHashString(HashAlgorithmName.SHA256) == Hash;

    /// <summary>HTTP over connections that trust it alone.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        // Browsers too have one connection to a server that speaks HTTP/2.
        EnableMultipleHttp2Connections = false,
        SslOptions = new() { RemoteCertificateValidationCallback = (_, shown, _, _) => IsShown(shown) },
    };

    public void Dispose()
    {
        _certificate.Dispose();
        _directory.Dispose();
    }

    private string Hash => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    private void Run(string command)
    {
        string here = command.Replace("/etc/videostream/", _directory.Path("") + "/", StringComparison.Ordinal);
        using Process openssl = Process.Start(new ProcessStartInfo("sh", ["-c", here]) { RedirectStandardError = true })!;
        string errors = openssl.StandardError.ReadToEnd();
        Assert.True(openssl.WaitForExit(TestClient.Timeout) && openssl.ExitCode == 0, $"{here}: {errors}");
    }

    [GeneratedRegex(@"^ +(?:sudo )?(openssl req (?:.*\\\n)*.*)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
