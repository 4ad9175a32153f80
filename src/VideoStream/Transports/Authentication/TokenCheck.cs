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

    /// <summary>By how much the issuer's clock may be ahead. A token ends by this service's clock.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

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
            const string reason = "it tried too many wrong keys, see VideoStream:Access:FailedTriesPerMinute";
            context.Fail(Refuse(context.HttpContext, KeyRefusal.TooManyTries, RefusalCause.TooManyTries, reason));
        }

        context.Token = Credential.Of(context.Request);
        return Task.CompletedTask;
    }

    /// <summary>
    /// The token is of the issuer. If its time is now, the user has what it allows. That is judged last: of a token that somebody made up
    /// the time says nothing.
    /// </summary>
    public Task AcceptAsync(TokenValidatedContext context)
    {
        var token = (JsonWebToken)context.SecurityToken;
        DateTime now = time.GetUtcNow().UtcDateTime;
        if (token.ValidTo == default)
            Refuse("it has no end (exp)", KeyRefusal.WrongToken);
        else if (token.ValidTo <= now)
            Refuse("it has expired", KeyRefusal.ExpiredToken);
        else if (token.ValidFrom > now + ClockSkew)
            Refuse("it is not valid yet (nbf)", KeyRefusal.WrongToken);
        else
            context.Principal = GrantClaims.Write(TokenGrant.Of(token, options.Value.Access.Jwt), TokenAuthenticationHandler.Name);
        return Task.CompletedTask;

        void Refuse(string reason, KeyRefusal refusal) =>
            context.Fail(this.Refuse(context.HttpContext, refusal, RefusalCause.WrongToken, reason));
    }

    /// <summary>The token is not good, or can't be checked.</summary>
    public Task RefuseAsync(AuthenticationFailedContext context)
    {
        HttpContext http = context.HttpContext;
        if (context.Exception is IssuerUnreachableException unreachable)
        {
            context.Fail(Refuse(http, KeyRefusal.IssuerUnreachable, RefusalCause.IssuerUnreachable, unreachable.Message));
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
