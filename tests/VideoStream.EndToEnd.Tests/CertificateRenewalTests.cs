using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Certificates that are renewed while the service runs, made by openssl.</summary>
public sealed class CertificateRenewalTests : IDisposable
{
    private readonly SettingsFile _settings = new();

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
            _settings.Argument, listens, $"--{section}:Path=server.crt", $"--{section}:KeyPath={_settings.Path("server.key")}");
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
