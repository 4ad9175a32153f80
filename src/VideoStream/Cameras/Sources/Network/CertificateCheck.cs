using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VideoStream.Cameras.Sources.Network;

/// <summary>
/// Decides whether to trust a camera's certificate: by the system's root certificates, or, if a fingerprint is configured, by that alone.
/// </summary>
/// <param name="trusted">The configured SHA-256 fingerprint, with or without colons; null if there is none.</param>
internal sealed class CertificateCheck(string? trusted)
{
    /// <summary>Why the certificate is refused; empty if it is not.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Checks a certificate. A callback of <see cref="SslStream"/>.</summary>
    public bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        string fingerprint = certificate is null ? "" : certificate.GetCertHashString(HashAlgorithmName.SHA256);
        if (trusted is not null)
        {
            Problem = IsSame(trusted, fingerprint)
                ? ""
                : $"it is not the one that TrustedCertificate names. Its fingerprint is {fingerprint}";
        }
        else if (errors != SslPolicyErrors.None)
        {
            Problem = Describe(certificate, chain, errors, fingerprint);
        }

        return Problem.Length == 0;
    }

    private static bool IsSame(string trusted, string fingerprint) =>
        trusted.Replace(":", "", StringComparison.Ordinal).Equals(fingerprint, StringComparison.OrdinalIgnoreCase);

    private static string Describe(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string fingerprint)
    {
        if (certificate is null)
            return "it has none";
        X509ChainStatusFlags status = (chain?.ChainStatus ?? []).Aggregate(
            X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        string problem = !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? "it is for another host name"
            : certificate.Subject == certificate.Issuer ? "it is self-signed"
            : status.HasFlag(X509ChainStatusFlags.NotTimeValid) ? "it has expired, or is not valid yet"
            : "this machine does not know who issued it";
        return $"{problem}. To accept it, set TrustedCertificate to its fingerprint, {fingerprint}";
    }
}
