using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using VideoStream.Configuration;

namespace VideoStream.Transports.Authentication;

/// <summary>
/// Sets up the check of tokens: signature by a key of the issuer, issuer and audience. <see cref="TokenCheck"/> looks at the time.
/// </summary>
internal sealed class TokenOptions(IOptions<VideoStreamOptions> options, IssuerConfiguration issuer, TokenCheck check)
    : IConfigureNamedOptions<JwtBearerOptions>
{
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
            // As it is written. The library ignores a slash at the end otherwise.
            IgnoreTrailingSlashWhenValidatingAudience = false,
            RequireSignedTokens = true,
            ValidateIssuerSigningKey = true,
            // The library looks at it before the signature, if it does not know the key.
            ValidateLifetime = false,
        };
        bearer.Events = new JwtBearerEvents
        {
            OnMessageReceived = check.ReceiveAsync,
            OnTokenValidated = check.AcceptAsync,
            OnAuthenticationFailed = check.RefuseAsync,
        };
    }
}
