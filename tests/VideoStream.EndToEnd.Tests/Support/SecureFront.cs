using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Puts TLS in front of a camera on loopback, with a self-signed certificate that is made for it.</summary>
internal sealed class SecureFront : IDisposable
{
    private readonly X509Certificate2 _certificate = SelfSigned();

    /// <summary>Starts to listen.</summary>
    /// <param name="serve">Handles a connection. The connection is closed when it returns or throws.</param>
    public SecureFront(Func<Stream, CancellationToken, Task> serve)
    {
        Network = new NetworkCamera(async (stream, end) =>
        {
            await using var secure = new SslStream(stream);
            try
            {
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, end);
            }
            catch (AuthenticationException)
            {
                // The client does not trust the certificate.
                return;
            }

            await serve(secure, end);
        });
    }

    public NetworkCamera Network { get; }

    /// <summary>The SHA-256 fingerprint of the certificate.</summary>
    public string Fingerprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>A front that passes all bytes on to another server on loopback.</summary>
    public static SecureFront Of(int port) => new(async (secure, end) =>
    {
        // A client that refuses the certificate sends nothing. With TLS 1.3 the server learns of the refusal after its own handshake.
        byte[] first = new byte[4096];
        int length = await secure.ReadAsync(first, end);
        if (length == 0)
            return;
        using var client = new System.Net.Sockets.TcpClient("127.0.0.1", port);
        await using System.Net.Sockets.NetworkStream plain = client.GetStream();
        await plain.WriteAsync(first.AsMemory(0, length), end);
        await Task.WhenAny(secure.CopyToAsync(plain, end), plain.CopyToAsync(secure, end));
    });

    public void Dispose()
    {
        Network.Dispose();
        _certificate.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=camera", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var start = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return request.CreateSelfSigned(start, start.AddYears(100));
    }
}
