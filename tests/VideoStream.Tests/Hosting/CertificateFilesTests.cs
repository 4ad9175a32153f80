using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class CertificateFilesTests : IDisposable
{
    private const string Password = "secret";

    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("videostream-");

    public CertificateFilesTests()
    {
        using ECDsa key = ECDsa.Create(), other = ECDsa.Create();
        using X509Certificate2 certificate = new CertificateRequest("CN=camera.lan", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(Begin, Begin.AddYears(1));
        Write("server.crt", certificate.ExportCertificatePem());
        Write("server.key", key.ExportPkcs8PrivateKeyPem());
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
        Write("locked.key", key.ExportEncryptedPkcs8PrivateKeyPem(Password, encryption));
        Write("other.key", other.ExportPkcs8PrivateKeyPem());
        Write("garbage", "garbage");
        Write("empty", "");
        File.WriteAllBytes(Path.Combine(_folder.FullName, "server.der"), certificate.Export(X509ContentType.Cert));
        File.WriteAllBytes(Path.Combine(_folder.FullName, "server.pfx"), certificate.Export(X509ContentType.Pkcs12, Password));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("server.crt", "server.key", null)]
    [InlineData("server.der", "server.key", null)]
    [InlineData("server.crt", "locked.key", Password)]
    [InlineData("server.pfx", null, Password)]
    public void Problems_CertificateWithItsKey_None(string path, string? keyPath, string? password) =>
        Assert.Empty(CertificateFiles.Problems(Default(path, keyPath, password), _folder.FullName));

    [Theory]
    [InlineData("none.crt", "server.key", null, "Default:Path is 'none.crt': there is no such file")]
    [InlineData("server.crt", "none/none.key", null, "Default:KeyPath is 'none/none.key': there is no such file")]
    [InlineData(".", "server.key", null, "Default:Path is '.': this is a folder")]
    [InlineData("server.crt", null, null, "'server.crt', which has no private key; Kestrel:Certificates:Default:KeyPath names")]
    [InlineData("server.crt", "other.key", null, "Default: the certificate 'server.crt' and the private key 'other.key' can't be used")]
    [InlineData("server.crt", "garbage", null, "Default: the certificate 'server.crt' and the private key 'garbage' can't be used")]
    [InlineData("server.crt", "locked.key", "wrong", "the certificate 'server.crt' and the private key 'locked.key' can't be used")]
    [InlineData("garbage", "server.key", null, "Default: the certificate 'garbage' and the private key 'server.key' can't be used")]
    [InlineData("empty", "server.key", null, "Default:Path is 'empty': it is empty, or not a regular file")]
    [InlineData("garbage", null, null, "Default: the certificate 'garbage' can't be used")]
    [InlineData("server.pfx", null, "wrong", "Default: the certificate 'server.pfx' can't be used")]
    [InlineData(null, "server.key", null, "Default:KeyPath is set, but Kestrel:Certificates:Default:Path is not")]
    public void Problems_CertificateThatCanNotBeUsed_OneLineWithKeyAndFile(string? path, string? keyPath, string? password, string expected)
    {
        string problem = Assert.Single(CertificateFiles.Problems(Default(path, keyPath, password), _folder.FullName));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.StartsWith("Kestrel:Certificates:Default", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
        Assert.DoesNotContain(Password, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_CertificateOfOneAddress_NamesItsKey()
    {
        IConfiguration configuration = Configuration(
            ("Kestrel:Endpoints:Safe:Url", "https://0.0.0.0:8443"), ("Kestrel:Endpoints:Safe:Certificate:Path", "none.pfx"));
        Assert.Equal(
            "Kestrel:Endpoints:Safe:Certificate:Path is 'none.pfx': there is no such file. "
                + $"A relative path begins at the working directory, {_folder.FullName}",
            Assert.Single(CertificateFiles.Problems(configuration, _folder.FullName)));
    }

    [Fact]
    public void Problems_FileOfAnotherUser_SaysWhoMayNotReadIt()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "this user may read every file");
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(Path.Combine(_folder.FullName, "server.key"), UnixFileMode.None);
        string problem = Assert.Single(CertificateFiles.Problems(Default("server.crt", "server.key", null), _folder.FullName));
        Assert.EndsWith($"the user {Environment.UserName} may not read this file", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(400, "expired at 2027-01-01")]
    [InlineData(-1, "begins at 2026-01-01")]
    public void Warnings_TimeOfTheCertificate_SaysWhatBrowsersDo(int days, string? expected)
    {
        IConfiguration configuration = Default("server.crt", "server.key", null);
        string[] warnings = [.. CertificateFiles.Warnings(configuration, _folder.FullName, Begin.AddDays(days))];
        Assert.Equal(expected is not null, warnings.Length == 1);
        Assert.Contains(expected ?? "", string.Concat(warnings), StringComparison.Ordinal);
    }

    private static IConfiguration Default(string? path, string? keyPath, string? password) => Configuration(
        ("Kestrel:Certificates:Default:Path", path), ("Kestrel:Certificates:Default:KeyPath", keyPath),
        ("Kestrel:Certificates:Default:Password", password));

    private static IConfiguration Configuration(params (string Key, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Where(s => s.Value is not null).Select(s => KeyValuePair.Create(s.Key, s.Value)))
        .Build();

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
