using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A small OpenID Connect issuer on a real port: its metadata, its keys, and tokens.</summary>
internal sealed class OpenIdIssuer : IAsyncDisposable
{
    public const string Audience = "videostream";

    private readonly WebApplication _app;
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "one" };

    private OpenIdIssuer(WebApplication app) => _app = app;

    /// <summary>Its address, and its name in tokens.</summary>
    public string Authority { get; private set; } = "";

    /// <summary>The parts of its key that everybody can read.</summary>
    public string PublicKey => _key.Rsa.ExportSubjectPublicKeyInfoPem();

    /// <summary>Starts it.</summary>
    /// <param name="port">Its port; 0 for a free one.</param>
    public static async Task<OpenIdIssuer> StartAsync(int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(["--urls", $"http://127.0.0.1:{port}"]);
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var issuer = new OpenIdIssuer(app);
        app.MapGet("/realm/.well-known/openid-configuration", (HttpContext context) => context.Response.WriteAsync(
            $$"""{"issuer":"{{issuer.Authority}}","jwks_uri":"{{issuer.Authority}}/keys"}"""));
        app.MapGet("/realm/keys", (HttpContext context) => context.Response.WriteAsync(issuer.Keys()));
        await app.StartAsync(TestContext.Current.CancellationToken);
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        issuer.Authority = address + "/realm";
        return issuer;
    }

    /// <summary>The settings of a service that trusts it.</summary>
    public (string Key, string Value)[] Settings =>
        [("Access:Jwt:Authority", Authority), ("Access:Jwt:Audience", Audience)];

    /// <summary>Makes a token.</summary>
    /// <param name="change">Changes what it says, or who signs it.</param>
    /// <param name="claims">Claims beside subject, issuer, audience and end.</param>
    public string Token(Action<SecurityTokenDescriptor>? change = null, params (string Name, object Value)[] claims)
    {
        DateTime now = DateTime.UtcNow;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = Audience,
            IssuedAt = now.AddMinutes(-10),
            NotBefore = now.AddMinutes(-10),
            Expires = now.AddMinutes(10),
            Claims = claims.ToDictionary(claim => claim.Name, claim => claim.Value),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        };
        token.Claims.TryAdd("sub", "ana");
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string Keys()
    {
        RSAParameters key = _key.Rsa.ExportParameters(includePrivateParameters: false);
        string modulus = Base64UrlEncoder.Encode(key.Modulus), exponent = Base64UrlEncoder.Encode(key.Exponent);
        return $$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"one","n":"{{modulus}}","e":"{{exponent}}"}]}""";
    }
}
