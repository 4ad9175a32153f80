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
        TokenRefusal? token = Context.Features.Get<TokenRefusal>();
        _refusal = token?.Refusal ?? _refusal;
        if (_refusal == KeyRefusal.TooManyTries)
            return KeyProblems.TooManyTries(Context, failures).ExecuteAsync(Context);
        if (_refusal == KeyRefusal.IssuerUnreachable)
            return KeyProblems.IssuerUnreachable(Context, token!.Detail).ExecuteAsync(Context);
        if (_refusal is KeyRefusal.WrongLink or KeyRefusal.ExpiredLink or KeyRefusal.RevokedLink)
            return KeyProblems.NotAuthenticated(_refusal).ExecuteAsync(Context);
        Response.Headers.WWWAuthenticate = PageRequest.IsFetch(Request)
            ? new StringValues(BearerChallenge)
            : new StringValues([BearerChallenge, BasicChallenge]);
        return KeyProblems.NotAuthenticated(_refusal, token?.Detail).ExecuteAsync(Context);
    }

    private AuthenticateResult Authenticate()
    {
        if (!keys.AreRequired || Credential.Of(Request) is not { } key)
            return AuthenticateResult.NoResult();
        bool isFound = check.TryFind(key, Context.Connection.RemoteIpAddress, out AccessGrant? grant, out _refusal);
        // The address of a link takes tokens of links only. A key would stay in histories and in the logs of proxies.
        if (Context.Features.Get<LinkToken>() is not null && (isFound ? grant!.Link is null : _refusal == KeyRefusal.Wrong))
            (isFound, _refusal) = (false, KeyRefusal.WrongLink);
        return isFound
            ? AuthenticateResult.Success(new AuthenticationTicket(GrantClaims.Write(grant!, Name), Name))
            : AuthenticateResult.Fail($"{_refusal}");
    }
}
