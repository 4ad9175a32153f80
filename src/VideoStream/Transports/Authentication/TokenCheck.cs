using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VideoStream.Access;
using VideoStream.Configuration;

namespace VideoStream.Transports.Authentication;

/// <summary>What happens before and after the check of a token. Refusals are counted, and logged in sum.</summary>
internal sealed class TokenCheck(
    IOptions<VideoStreamOptions> options,
    FailedTries failures,
    TimeProvider time,
    ILogger<TokenCheck> logger,
    RefusalCounts? refusals = null)
{
    private const int Dots = 2;

    private readonly RefusalLog _refusals = new(time, logger, refusals);

    /// <summary>
    /// Whether what a request brings is a token and not a key: a JSON object in Base64, and two dots, which keys do not have. Not in the
    /// address of a link.
    /// </summary>
    public static bool IsMeant(HttpContext context, string credential) =>
        credential.StartsWith("eyJ", StringComparison.Ordinal)
        && credential.Count(character => character == '.') == Dots
        && context.Features.Get<LinkToken>() is null
        && context.RequestServices.GetRequiredService<IOptions<VideoStreamOptions>>().Value.Access.Jwt.IsConfigured;

    /// <summary>Takes the token from wherever a request can have it, unless its address tried too many wrong ones.</summary>
    public Task ReceiveAsync(MessageReceivedContext context)
    {
        if (failures.IsBlocked(AddressOf(context.HttpContext)))
        {
            const string reason = "it tried too many wrong keys, see Access:FailedTriesPerMinute";
            context.Fail(Refuse(context.HttpContext, KeyRefusal.TooManyTries, RefusalCause.TooManyTries, reason));
        }

        context.Token = Credential.Of(context.Request);
        return Task.CompletedTask;
    }

    /// <summary>The token is good: the user has what it allows.</summary>
    public Task AcceptAsync(TokenValidatedContext context)
    {
        AccessGrant grant = TokenGrant.Of((JsonWebToken)context.SecurityToken, options.Value.Access.Jwt);
        context.Principal = GrantClaims.Write(grant, TokenAuthenticationHandler.Name);
        return Task.CompletedTask;
    }

    /// <summary>The token is not good, or can't be checked.</summary>
    public Task RefuseAsync(AuthenticationFailedContext context)
    {
        HttpContext http = context.HttpContext;
        if (context.Exception is IssuerUnreachableException unreachable)
        {
            context.Fail(Refuse(http, KeyRefusal.IssuerUnreachable, RefusalCause.IssuerUnreachable, unreachable.Message));
        }
        else if (context.Exception is SecurityTokenExpiredException)
        {
            context.Fail(Refuse(http, KeyRefusal.ExpiredToken, RefusalCause.WrongToken, "it has expired"));
        }
        else
        {
            failures.Count(AddressOf(http), AccessKey.HashOf(Credential.Of(context.Request) ?? ""));
            context.Fail(Refuse(http, KeyRefusal.WrongToken, RefusalCause.WrongToken, ReasonOf(context.Exception)));
        }

        return Task.CompletedTask;
    }

    private static IPAddress AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? ClientAddress.Of(address) : IPAddress.None;

    /// <summary>In words of this service. Those of the exception repeat parts of the token.</summary>
    private static string ReasonOf(Exception exception) => exception switch
    {
        SecurityTokenInvalidAudienceException => "it is for another service (aud)",
        SecurityTokenInvalidIssuerException => "it is of another issuer (iss)",
        SecurityTokenNoExpirationException => "it has no end (exp)",
        SecurityTokenInvalidLifetimeException or SecurityTokenNotYetValidException => "it is not valid yet (nbf)",
        SecurityTokenInvalidAlgorithmException => "its algorithm is not allowed (alg)",
        SecurityTokenSignatureKeyNotFoundException => "the issuer does not have the key that signed it (kid)",
        SecurityTokenInvalidSignatureException => "its signature is wrong, or missing",
        _ => "it is damaged",
    };

    private string Refuse(HttpContext context, KeyRefusal refusal, RefusalCause cause, string detail)
    {
        context.Features.Set(new TokenRefusal(refusal, detail));
        _refusals.Refused(cause, context.Connection.RemoteIpAddress?.ToString() ?? "unix socket", ReasonFor(refusal, detail));
        return detail;
    }

    private static string ReasonFor(KeyRefusal refusal, string detail) => refusal switch
    {
        KeyRefusal.IssuerUnreachable => $"its token can't be checked: {detail}",
        KeyRefusal.TooManyTries => detail,
        _ => $"its token is not valid: {detail}",
    };
}
