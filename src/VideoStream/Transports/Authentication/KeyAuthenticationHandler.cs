using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>
/// Authenticates requests by the configured keys. It does not use the framework's log, which would have lines for each refused request:
/// <see cref="KeyCheck"/> logs them in sum.
/// </summary>
internal sealed class KeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, AccessKeys keys, KeyCheck check, FailedTries failures)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string Name = "Key";

    private const string BearerChallenge = "Bearer realm=\"VideoStream\"";
    private const string BasicChallenge = "Basic realm=\"VideoStream\", charset=\"UTF-8\"";

    private KeyRefusal _refusal;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_refusal == KeyRefusal.TooManyTries)
            return KeyProblems.TooManyTries(Context, failures).ExecuteAsync(Context);
        Response.Headers.WWWAuthenticate = PageRequest.IsFetch(Request)
            ? new StringValues(BearerChallenge)
            : new StringValues([BearerChallenge, BasicChallenge]);
        return KeyProblems.NotAuthenticated(_refusal).ExecuteAsync(Context);
    }

    private AuthenticateResult Authenticate()
    {
        if (!keys.AreRequired || Credential.Of(Request) is not { } key)
            return AuthenticateResult.NoResult();
        return check.TryFind(key, Context.Connection.RemoteIpAddress, out AccessGrant? grant, out _refusal)
            ? AuthenticateResult.Success(new AuthenticationTicket(GrantClaims.Write(grant, Name), Name))
            : AuthenticateResult.Fail($"{_refusal}");
    }
}
