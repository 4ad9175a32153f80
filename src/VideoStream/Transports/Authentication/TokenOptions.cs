using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using VideoStream.Configuration;

namespace VideoStream.Transports.Authentication;

/// <summary>Sets up the check of tokens: signature by a key of the issuer, issuer, audience and time.</summary>
internal sealed class TokenOptions(
    IOptions<VideoStreamOptions> options, IssuerConfiguration issuer, TokenCheck check, TimeProvider time)
    : IConfigureNamedOptions<JwtBearerOptions>
{
    /// <summary>By how much the issuer's clock may be ahead. A token ends by this service's clock.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Only those by a pair of keys. With a secret, the issuer's public key could be used as the secret.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public void Configure(JwtBearerOptions bearer) => Configure(TokenAuthenticationHandler.Name, bearer);

    public void Configure(string? name, JwtBearerOptions bearer)
    {
        bearer.ConfigurationManager = issuer;
        bearer.MapInboundClaims = false;
        bearer.SaveToken = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = options.Value.Access.Jwt.Audience,
            ValidAlgorithms = Algorithms,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ValidateIssuerSigningKey = true,
            LifetimeValidator = IsInTime,
        };
        bearer.Events = new JwtBearerEvents
        {
            OnMessageReceived = check.ReceiveAsync,
            OnTokenValidated = check.AcceptAsync,
            OnAuthenticationFailed = check.RefuseAsync,
        };
    }

    private bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        if (expires is null)
            throw new SecurityTokenNoExpirationException("it has no end (exp)");
        if (expires <= now)
            throw new SecurityTokenExpiredException("it has expired");
        return notBefore is null || notBefore <= now + ClockSkew;
    }
}
