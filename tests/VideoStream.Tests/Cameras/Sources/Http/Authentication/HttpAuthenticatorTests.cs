using System.Net;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http.Authentication;

namespace VideoStream.Tests.Cameras.Sources.Http.Authentication;

public sealed class HttpAuthenticatorTests
{
    private const string Basic = "Basic realm=\"cam\"";

    private readonly HttpAuthenticator _authenticator = new(new NetworkCredential("ana", "s3cret"));

    [Fact]
    public void Nothing_is_sent_before_the_camera_asks()
    {
        Assert.Null(_authenticator.Authorize("/"));
    }

    [Theory]
    [InlineData("Basic realm=\"cam\"", "Basic ")]
    [InlineData("bASIC", "Basic ")]
    [InlineData("Basic realm=\"a\", Digest realm=\"a\", nonce=\"n\"", "Digest ")]
    [InlineData("Digest realm=\"a\", nonce=\"n\", Basic realm=\"a\"", "Digest ")]
    [InlineData("Negotiate, Basic realm=\"a\"", "Basic ")]
    [InlineData("Basic realm=\"a\", Digest realm=\"a\", nonce=\"n\", algorithm=SHA-512-256", "Basic ")]
    [InlineData("Digest realm=\"a\", nonce=\"n\", algorithm=MD5, Digest realm=\"a\", nonce=\"n\", algorithm=SHA-256", "algorithm=SHA-256")]
    [InlineData("Digest realm=\"a\", nonce=\"n\", algorithm=SHA-256, Digest realm=\"a\", nonce=\"n\", algorithm=MD5", "algorithm=SHA-256")]
    [InlineData("DIGEST REALM=\"a\", NONCE=\"n\"", "Digest ")]
    public void The_safest_known_scheme_is_used_in_any_order(string header, string answer)
    {
        Assert.True(Challenge(header).IsOk);
        Assert.Contains(answer, _authenticator.Authorize("/"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_is_forgotten_so_that_the_next_request_asks_again()
    {
        Challenge(Basic);
        string? sent = _authenticator.Authorize("/");
        Assert.Equal(CameraFaultKind.CredentialsRefused, Challenge(Basic, sent, hasAnswered: true).Fault?.Kind);
        Assert.Null(_authenticator.Authorize("/"));
    }

    [Fact]
    public void A_nonce_of_before_is_replaced_once()
    {
        Challenge("Digest realm=\"a\", nonce=\"1\"");
        Assert.True(Challenge("Digest realm=\"a\", nonce=\"2\"", _authenticator.Authorize("/"), hasAnswered: false).IsOk);
        Assert.Contains("nonce=\"2\"", _authenticator.Authorize("/"), StringComparison.Ordinal);
        Assert.False(Challenge("Digest realm=\"a\", nonce=\"3\"", _authenticator.Authorize("/"), hasAnswered: true).IsOk);
    }

    [Fact]
    public void Without_credentials_the_camera_asks_for_some()
    {
        SourceResult result = new HttpAuthenticator(credentials: null).Answer([Basic], refused: null, hasAnswered: false, "http://camera");
        Assert.Equal("http://camera asks for a user name and password", result.Fault?.Text);
    }

    [Fact]
    public void The_camera_s_own_words_are_limited_in_the_reason()
    {
        SourceResult result = Challenge("\u0007" + new string('x', 10_000));
        Assert.Equal(CameraFaultKind.UnsupportedAuthentication, result.Fault?.Kind);
        Assert.Equal(new string('x', 100), result.Fault?.Detail);
    }

    private SourceResult Challenge(string header, string? refused = null, bool hasAnswered = false) =>
        _authenticator.Answer([header], refused, hasAnswered, "http://camera");
}
