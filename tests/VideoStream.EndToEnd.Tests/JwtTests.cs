using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Tokens of an OpenID Connect issuer, beside keys.</summary>
public sealed class JwtTests : IAsyncLifetime
{
    private OpenIdIssuer _issuer = null!;
    private ServiceHost _service = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _issuer = await OpenIdIssuer.StartAsync();
        _service = Keyed.Start(_issuer.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData("view", "gate", "/snapshot.jpg", 200)]
    [InlineData("view", "gate", "/snapshot.jpg?camera=yard", 403)]
    [InlineData("view", "gate", "/snapshot.jpg?quality=50", 403)]
    [InlineData("view", "gate", "/api/v1/status", 403)]
    [InlineData("control", null, "/snapshot.jpg?camera=yard&quality=50", 200)]
    [InlineData("metrics", null, "/metrics", 200)]
    [InlineData("metrics", null, "/snapshot.jpg", 403)]
    [InlineData("openid admin", null, "/api/v1/status", 200)]
    [InlineData("openid", null, "/snapshot.jpg", 403)]
    public async Task A_token_does_what_its_scopes_and_cameras_allow(string scopes, string? camera, string path, int status)
    {
        (string, object)[] claims = camera is null ? [("scope", scopes)] : [("scope", scopes), ("camera", camera)];
        string token = _issuer.Token(null, claims);
        foreach (string way in Keyed.Ways)
        {
            using HttpResponseMessage response = await SendAsync(path, token, way);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("another audience", "wrong_token", "(aud)")]
    [InlineData("no audience", "wrong_token", "(aud)")]
    [InlineData("another issuer", "wrong_token", "(iss)")]
    [InlineData("expired", "expired_token", "expired")]
    [InlineData("without an end", "wrong_token", "(exp)")]
    [InlineData("not valid yet", "wrong_token", "(nbf)")]
    [InlineData("another key", "wrong_token", "signature")]
    [InlineData("an unknown key", "wrong_token", "sign")]
    [InlineData("an unknown key, and expired", "wrong_token", "sign")]
    [InlineData("another audience by a slash", "wrong_token", "aud")]
    [InlineData("no signature", "wrong_token", "signature")]
    [InlineData("alg none", "wrong_token", "signature")]
    [InlineData("the public key as a secret", "wrong_token", "")]
    [InlineData("changed", "wrong_token", "signature")]
    [InlineData("damaged", "wrong_token", "")]
    public async Task A_token_that_is_not_good_is_refused_with_the_reason(string kind, string code, string words)
    {
        string token = BadToken(kind);
        foreach (string way in Keyed.Ways)
        {
            foreach (string path in (string[])["/snapshot.jpg", "/video_feed", "/ws/video_feed", "/api/v1/status", "/api/v1/links"])
            {
                using HttpResponseMessage response = await SendAsync(path, token, way);
                JsonElement problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
                Assert.Equal((401, code), ((int)response.StatusCode, problem.GetProperty("code").GetString()));
                Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
                Assert.Contains(response.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
            }
        }

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => ConnectAsync(token));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
    }

    [Fact]
    public async Task Keys_count_beside_tokens_and_without_either_nothing_is_shown()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/snapshot.jpg", "viewer")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("/snapshot.jpg", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("/snapshot.jpg", "wrong")).StatusCode);
    }

    [Fact]
    public async Task Without_keys_too_a_service_with_an_issuer_is_not_open()
    {
        using var service = new ServiceHost(_issuer.Settings);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Http.GetAsync("/snapshot.jpg", Cancelled)).StatusCode);
        using HttpRequestMessage request = Keyed.Request("/snapshot.jpg", _issuer.Token(null, ("scope", "view")));
        Assert.Equal(HttpStatusCode.OK, (await service.Http.SendAsync(request, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_viewer_ends_with_its_token()
    {
        string token = _issuer.Token(change => change.Expires = DateTime.UtcNow.AddSeconds(3), ("scope", "view"));
        using TestClient client = await ConnectAsync(token);
        await client.FrameAsync();
        var (status, text) = await client.CloseAsync();
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "Access ended: the token has expired"), (status!.Value, text));
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => ConnectAsync(token));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
    }

    [Theory]
    [InlineData("another key")]
    [InlineData("an unknown key, and expired")]
    public async Task Made_up_tokens_are_slowed_like_keys_and_the_same_one_again_counts_once(string kind)
    {
        using var service = new ServiceHost([.. _issuer.Settings, ("Access:FailedTriesPerMinute", "3")]);
        string bad = BadToken(kind);
        for (int i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service, bad));
        for (int i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service, BadToken(kind)));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(service, BadToken(kind)));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(service, _issuer.Token(null, ("scope", "view"))));
    }

    [Fact]
    public async Task While_the_issuer_does_not_answer_tokens_wait_and_keys_work_and_then_tokens_work_too()
    {
        int port = new Uri(_issuer.Authority).Port;
        string token = _issuer.Token(null, ("scope", "view"));
        await _issuer.DisposeAsync();
        using ServiceHost service = Keyed.Start(_issuer.Settings);
        using HttpRequestMessage request = Keyed.Request("/snapshot.jpg", token);
        using HttpResponseMessage response = await service.Http.SendAsync(request, Cancelled);
        JsonElement problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal((503, "issuer_unreachable"), ((int)response.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Contains("refused", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "viewer"));

        await using OpenIdIssuer again = await OpenIdIssuer.StartAsync(port);
        string other = again.Token(null, ("scope", "view"));
        await Eventually.HoldsAsync(async () => await StatusAsync(service, other) == HttpStatusCode.OK, "a token counts");
    }

    [Fact]
    public async Task A_token_in_the_form_of_a_login_is_no_wrong_key()
    {
        using ServiceHost service = Keyed.Start([.. _issuer.Settings, ("Access:FailedTriesPerMinute", "1")]);
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage refused = await LogInAsync(service, _issuer.Token(null, ("n", i)));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("token_in_form", await refused.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        }

        using HttpResponseMessage login = await LogInAsync(service, "viewer");
        Assert.Equal(HttpStatusCode.NoContent, login.StatusCode);
    }

    private static async Task<HttpResponseMessage> LogInAsync(ServiceHost service, string key)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", key)]);
        return await service.Http.PostAsync("/login", form, Cancelled);
    }

    private static async Task<HttpStatusCode> StatusAsync(ServiceHost service, string key)
    {
        using HttpRequestMessage request = Keyed.Request("/snapshot.jpg", key);
        using HttpResponseMessage response = await service.Http.SendAsync(request, Cancelled);
        return response.StatusCode;
    }

    private string BadToken(string kind)
    {
        string good = _issuer.Token(null, ("scope", "admin"));
        string[] parts = good.Split('.');
        return kind switch
        {
            "another audience" => Admin(token => token.Audience = "mail"),
            "no audience" => Admin(token => token.Audience = null!),
            "another issuer" => Admin(token => token.Issuer = "https://issuer.example"),
            "expired" => Admin(token => token.Expires = DateTime.UtcNow.AddSeconds(-1)),
            "without an end" => Admin(token => token.Expires = null),
            "not valid yet" => Admin(token => token.NotBefore = DateTime.UtcNow.AddMinutes(5)),
            "another key" => Admin(token => token.SigningCredentials = Rsa("one")),
            "an unknown key" => Admin(token => token.SigningCredentials = Rsa("two")),
            "an unknown key, and expired" => Admin(token =>
                (token.SigningCredentials, token.Expires) = (Rsa("two"), DateTime.UtcNow.AddDays(-1))),
            "another audience by a slash" => Admin(token => token.Audience += "/"),
            "no signature" => $"{parts[0]}.{parts[1]}.",
            "alg none" => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            "the public key as a secret" => Admin(token => token.SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(System.Text.Encoding.ASCII.GetBytes(_issuer.PublicKey)) { KeyId = "one" },
                SecurityAlgorithms.HmacSha256)),
            "changed" => $"{parts[0]}.{_issuer.Token(null, ("scope", "admin"), ("more", 1)).Split('.')[1]}.{parts[2]}",
            _ => "eyJhbGciOiJSUzI1NiJ9.eyJ.x",
        };
    }

    private static SigningCredentials Rsa(string id) =>
        new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = id }, SecurityAlgorithms.RsaSha256);

    private string Admin(Action<SecurityTokenDescriptor> change) => _issuer.Token(change, ("scope", "admin"));

    private Task<HttpResponseMessage> SendAsync(string path, string? key, string way = "bearer") =>
        _service.Http.SendAsync(Keyed.Request(path, key, way), HttpCompletionOption.ResponseHeadersRead, Cancelled);

    private Task<TestClient> ConnectAsync(string token) => TestClient.ConnectAsync(_service.Address, "access_token=" + token);
}
