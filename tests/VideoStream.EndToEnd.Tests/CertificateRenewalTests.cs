using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Certificates that are renewed while the service runs, made by openssl.</summary>
public sealed class CertificateRenewalTests : IDisposable
{
    private readonly SettingsFile _settings = new();

    /// <summary>The files of the certificate. They are relative to the working directory of the service.</summary>
    private string Server => $$"""{"Path": "{{Relative("server.crt")}}", "KeyPath": "{{Relative("server.key")}}"}""";

    private string Default => $$"""{"Certificates": {"Default": {{Server}} } }""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _settings.Dispose();

    [Theory]
    [InlineData("--urls=https://127.0.0.1:0", "Kestrel:Certificates:Default")]
    [InlineData("--Kestrel:Endpoints:Https:Url=https://127.0.0.1:0", "Kestrel:Endpoints:Https:Certificate")]
    public async Task New_connections_get_the_renewed_certificate_and_open_ones_go_on(string listens, string section)
    {
        await MakeAsync("server", serial: 10);
        _settings.Write("""{"Cameras": {"gate": {"Source": "test", "Width": 160, "Height": 120}}}""");
        var (service, address) = await ServiceProcess.ListenAsync(
            _settings.Argument,
            listens,
            $"--{section}:Path={Relative("server.crt")}",
            $"--{section}:KeyPath={_settings.Path("server.key")}");
        using (service)
        {
            Assert.Equal("0A", await SerialAsync(address));
            using TestClient client = await TestClient.ConnectAsync(
                address, configure: options => options.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null);
            await client.LiveAsync();

            // Twice: the second one replaces a renewed one.
            foreach (int serial in (int[])[11, 12])
            {
                await MakeAsync("server", serial);
                await Eventually.HoldsAsync(async () => await SerialAsync(address) == $"{serial:X2}", $"the serial number {serial}");
            }

            await service.LogsAsync($"The configuration has changed: the certificate of {section}");
            await client.LiveAsync();

            // One without its key changes nothing.
            File.WriteAllText(_settings.Path("server.key"), "rubbish");
            await service.LogsAsync($"nothing changes: {section}");
            Assert.Equal("0C", await SerialAsync(address));
        }
    }

    [Fact]
    public async Task A_certificate_that_is_removed_changes_nothing_where_the_start_would_fail_without_it()
    {
        await MakeAsync("server", serial: 10);
        WriteKestrel(Default);
        // No development certificate is in this home.
        var (service, address) = await ServiceProcess.ListenAsync(
            new Dictionary<string, string?> { ["HOME"] = _settings.Path("") },
            _settings.Argument, "--urls=https://127.0.0.1:0", "--source=test");
        using (service)
        {
            await MakeAsync("server", serial: 11);
            await Eventually.HoldsAsync(async () => await SerialAsync(address) == "0B", "the renewed certificate");
            WriteKestrel("{}");
            await service.LogsAsync("nothing changes: an https address needs a certificate");
            Assert.Equal("0B", await SerialAsync(address));
        }
    }

    [Fact]
    public async Task An_endpoint_keeps_the_certificate_that_is_removed_and_one_that_has_expired_is_named()
    {
        string own = $$"""{"Endpoints": {"Https": {"Certificate": {{Server}} } }, "Certificates": {"Default": {{Server}} } }""";
        await MakeAsync("server", serial: 10);
        WriteKestrel(own);
        var (service, address) = await ServiceProcess.ListenAsync(
            _settings.Argument, "--Kestrel:Endpoints:Https:Url=https://127.0.0.1:0", "--source=test");
        using (service)
        {
            MakeExpired("server", serial: 12);
            await service.LogsAsync("The certificate of Kestrel:Endpoints:Https:Certificate expired at ");
            Assert.Equal("0C", await SerialAsync(address));
            WriteKestrel(Default);
            await service.LogsAsync("Kestrel:Endpoints:Https:Certificate has no certificate any more. New connections get the last one");
            await service.LogsAsync("These need a restart: Kestrel:Endpoints:Https:Certificate:KeyPath, Kestrel:Endpoints:Https:");
            Assert.Equal("0C", await SerialAsync(address));
        }
    }

    private string Relative(string name) => Path.GetRelativePath(Path.GetTempPath(), _settings.Path(name));

    private void WriteKestrel(string kestrel) =>
        File.WriteAllText(_settings.Path("appsettings.json"), $$"""{"Kestrel": {{kestrel}}}""");

    private void MakeExpired(string name, byte serial)
    {
        using ECDsa key = ECDsa.Create();
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now.AddDays(-2), now.AddDays(-1), [serial]);
        File.WriteAllText(_settings.Path(name + ".key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_settings.Path(name + ".crt"), certificate.ExportCertificatePem());
    }

    private async Task MakeAsync(string name, int serial)
    {
        string[] arguments =
        [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=IP:127.0.0.1", "-set_serial", $"{serial}",
            "-keyout", _settings.Path(name + ".key"), "-out", _settings.Path(name + ".crt"),
        ];
        using Process openssl = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardError = true })!;
        string said = await openssl.StandardError.ReadToEndAsync(Cancelled).WaitAsync(TestClient.Timeout);
        await openssl.WaitForExitAsync(Cancelled).WaitAsync(TestClient.Timeout);
        Assert.True(openssl.ExitCode == 0, said);
    }

    private static async Task<string> SerialAsync(Uri address)
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", address.Port, timeout.Token);
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
            },
            timeout.Token);
        return new X509Certificate2(tls.RemoteCertificate!).SerialNumber;
    }
}
