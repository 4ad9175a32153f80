using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Cameras over <c>https</c>, whose certificates are nearly always self-signed.</summary>
public sealed class CameraTlsTests : IDisposable
{
    private readonly X509Certificate2 _certificate = SelfSigned();

    private string Fingerprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    [Fact]
    public async Task A_self_signed_certificate_is_refused_with_that_reason()
    {
        using var camera = new DialectCamera { Certificate = _certificate };
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal(
            $"https://127.0.0.1:{camera.Port}: its certificate is refused: it is self-signed. "
                + $"To accept it, set TrustedCertificate to its fingerprint, {Fingerprint}",
            await service.ReasonAsync("certificate"));
        Assert.False((await client.FrameAsync()).Live);
        Assert.Empty(camera.Requests);
    }

    [Fact]
    public async Task A_certificate_with_the_configured_fingerprint_is_accepted()
    {
        using var camera = new DialectCamera { Certificate = _certificate, MaxConnections = 1 };
        using ServiceHost service = Service(camera, string.Join(':', Fingerprint.Chunk(2).Select(pair => new string(pair))));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        for (int i = 0; i < 3; i++)
            Assert.True(camera.HasSent((await client.LiveAsync()).WithoutComment()));
    }

    [Fact]
    public async Task A_certificate_with_another_fingerprint_is_refused()
    {
        using var camera = new DialectCamera { Certificate = _certificate };
        using ServiceHost service = Service(camera, new string('0', 64));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync("it is not the one that TrustedCertificate names. Its fingerprint is " + Fingerprint);
        Assert.Empty(camera.Requests);
    }

    [Fact]
    public async Task A_camera_without_TLS_is_named()
    {
        using var camera = new NetworkCamera((stream, end) => stream.WriteTextAsync("HTTP/1.1 400 Bad Request\r\n\r\n", end).AsTask());
        using var service = new ServiceHost(("Source", camera.Url(scheme: "https")));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync("no secure connection");
    }

    [Fact]
    public async Task A_camera_that_never_answers_the_handshake_takes_connections_but_does_not_answer()
    {
        using var camera = new NetworkCamera((_, end) => Task.Delay(Timeout.Infinite, end));
        using var service = new ServiceHost(("Source", camera.Url(scheme: "https")));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync("takes connections, but doesn't answer");
    }

    public void Dispose() => _certificate.Dispose();

    private static ServiceHost Service(DialectCamera camera, string fingerprint) =>
        new(("Cameras:main:Source", camera.Url()), ("Cameras:main:TrustedCertificate", fingerprint));

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=camera", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var start = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using X509Certificate2 certificate = request.CreateSelfSigned(start, start.AddYears(50));
        // A server needs the key in a form that this loads.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}
