using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VideoStream.Cameras.Sources.Network;

namespace VideoStream.Tests.Cameras.Sources.Network;

public sealed class CertificateCheckTests : IDisposable
{
    private readonly X509Certificate2 _certificate = SelfSigned("CN=camera");

    private string Fingerprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    [Fact]
    public void A_certificate_that_the_system_trusts_is_accepted()
    {
        Assert.True(new CertificateCheck(trusted: null).IsTrusted(_certificate, null, SslPolicyErrors.None));
    }

    [Fact]
    public void A_self_signed_certificate_is_refused_with_its_fingerprint()
    {
        var check = new CertificateCheck(trusted: null);
        Assert.False(check.IsTrusted(_certificate, null, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.Equal($"it is self-signed. To accept it, set TrustedCertificate to its fingerprint, {Fingerprint}", check.Problem);
    }

    [Fact]
    public void A_certificate_for_another_host_is_refused()
    {
        var check = new CertificateCheck(trusted: null);
        Assert.False(check.IsTrusted(_certificate, null, SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.StartsWith("it is for another host name", check.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_configured_fingerprint_is_accepted_in_each_of_its_forms(bool hasColons)
    {
        string withColons = string.Join(':', Fingerprint.Chunk(2).Select(pair => new string(pair))).ToLowerInvariant();
        string trusted = hasColons ? withColons : Fingerprint;
        var check = new CertificateCheck(trusted);
        Assert.True(check.IsTrusted(
            _certificate, null, SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.Empty(check.Problem);
    }

    [Theory]
    [InlineData(SslPolicyErrors.None)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors)]
    public void With_a_configured_fingerprint_every_other_certificate_is_refused(SslPolicyErrors errors)
    {
        using X509Certificate2 other = SelfSigned("CN=camera");
        var check = new CertificateCheck(Fingerprint);
        Assert.False(check.IsTrusted(other, null, errors));
        Assert.Contains(other.GetCertHashString(HashAlgorithmName.SHA256), check.Problem, StringComparison.Ordinal);
    }

    public void Dispose() => _certificate.Dispose();

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create();
        var start = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(start, start.AddYears(50));
    }
}
