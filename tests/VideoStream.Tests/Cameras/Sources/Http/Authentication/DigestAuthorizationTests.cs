using System.Net;
using System.Text.RegularExpressions;
using VideoStream.Cameras.Sources.Http.Authentication;

namespace VideoStream.Tests.Cameras.Sources.Http.Authentication;

/// <summary>The examples of the RFCs.</summary>
public sealed class DigestAuthorizationTests
{
    private const string Of7616 =
        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
            + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    private const string ClientNonceOf7616 = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    [Theory]
    [InlineData(Of7616, "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(Of7616 + ", algorithm=MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(Of7616 + ", algorithm=\"sha-256\"", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_example_of_RFC_7616(string challenge, string response)
    {
        string answer = Answer(challenge, "Circle of Life", ClientNonceOf7616).Next("GET", "/dir/index.html");
        Assert.Equal(response, Field(answer, "response"));
        Assert.Equal("FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", Field(answer, "opaque"));
        Assert.Equal(("00000001", "auth", "/dir/index.html"), (Field(answer, "nc"), Field(answer, "qop"), Field(answer, "uri")));
    }

    [Fact]
    public void The_example_of_RFC_2069_without_qop()
    {
        string answer = Answer("Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"", "CircleOfLife", "x")
            .Next("GET", "/dir/index.html");
        Assert.Equal("1949323746fe6a43ef61f9606e7febea", Field(answer, "response"));
        Assert.DoesNotContain("nc=", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("qop", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_hashes_the_nonces_into_the_secret()
    {
        const string challenge = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5-sess";
        string answer = Answer(challenge, "p", "c").Next("GET", "/");
        string secret = Md5($"{Md5("Mufasa:r:p")}:n:c");
        Assert.Equal(Md5($"{secret}:n:00000001:c:auth:{Md5("GET:/")}"), Field(answer, "response"));
    }

    [Fact]
    public void The_count_rises_and_each_count_has_its_own_response()
    {
        DigestAuthorization authorization = Answer(Of7616, "p", "c");
        string[] answers = [.. Enumerable.Range(0, 3).Select(_ => authorization.Next("GET", "/"))];
        Assert.Equal(["00000001", "00000002", "00000003"], answers.Select(answer => Field(answer, "nc")));
        Assert.Equal(3, answers.Select(answer => Field(answer, "response")).Distinct().Count());
    }

    [Fact]
    public void Quotes_in_the_realm_are_escaped_in_the_answer()
    {
        string answer = Answer("Digest realm=\"a \\\"b\\\"\", nonce=\"n\"", "p", "c").Next("GET", "/");
        Assert.Contains("realm=\"a \\\"b\\\"\"", answer, StringComparison.Ordinal);
        Assert.Equal(Md5($"{Md5("Mufasa:a \"b\":p")}:n:{Md5("GET:/")}"), Field(answer, "response"));
    }

    [Theory]
    [InlineData("Digest realm=\"a\", nonce=\"n\", algorithm=SHA-512-256")]
    [InlineData("Digest realm=\"a\", nonce=\"n\", qop=\"auth-int\"")]
    [InlineData("Digest realm=\"a\"")]
    public void What_is_not_known_is_not_answered(string challenge)
    {
        Assert.False(DigestAuthorization.TryCreate(ChallengeParser.Parse([challenge])[0], new NetworkCredential("a", "b"), out _));
    }

    private static DigestAuthorization Answer(string challenge, string password, string clientNonce)
    {
        var credentials = new NetworkCredential("Mufasa", password);
        Assert.True(DigestAuthorization.TryCreate(ChallengeParser.Parse([challenge])[0], credentials, out var authorization, clientNonce));
        return authorization;
    }

    private static string Field(string answer, string name) => Regex.Match(answer, $"[ ,]{name}=\"?([^\",]*)").Groups[1].Value;

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "It is what cameras ask for.")]
    private static string Md5(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
