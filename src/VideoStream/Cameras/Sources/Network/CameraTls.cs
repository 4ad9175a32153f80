using System.Net.Security;
using System.Security.Authentication;

namespace VideoStream.Cameras.Sources.Network;

/// <summary>Encrypts the connection to a camera.</summary>
internal static class CameraTls
{
    /// <summary>Does the TLS handshake. On a fault the stream is disposed, on success it belongs to the result.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="host">The name or address of the host, which the certificate must be for.</param>
    /// <param name="trusted">The configured fingerprint, <c>Cameras:&lt;name&gt;:TrustedCertificate</c>; null if there is none.</param>
    /// <param name="display">The camera's address as faults show it.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<SourceResult<SslStream>> AuthenticateAsync(
        Stream stream, string host, string? trusted, string display, CancellationToken cancellationToken)
    {
        var check = new CertificateCheck(trusted);
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = host.Split('%')[0],
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) => check.IsTrusted(certificate, chain, errors),
            };
            await secure.AuthenticateAsClientAsync(options, cancellationToken);
            return secure;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or ObjectDisposedException)
        {
            await secure.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return Fault(check, e, display);
        }
        catch (OperationCanceledException)
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private static CameraFault Fault(CertificateCheck check, Exception e, string display)
    {
        if (check.Problem.Length > 0)
            return new CameraFault(CameraFaultKind.CertificateRefused, display, check.Problem);
        string detail = (e.InnerException ?? e).Message;
        return new CameraFault(CameraFaultKind.TlsFailed, display, detail);
    }
}
