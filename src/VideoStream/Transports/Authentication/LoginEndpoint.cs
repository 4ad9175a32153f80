using Microsoft.AspNetCore.Authentication;
using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary><c>/login</c> and <c>/logout</c>: exchange a key for a cookie, which a page's sockets and images then send along.</summary>
internal sealed class LoginEndpoint(AccessKeys keys, KeyCheck check, FailedTries failures, LoginSessions sessions)
{
    /// <summary>Maximum bytes of a request.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The field of the form that has the key.</summary>
    public const string Field = "key";

    public async Task<IResult> LogInAsync(HttpContext context)
    {
        // In the address of a link only its token counts, so a cookie would be for other pages.
        if (context.Features.Get<LinkToken>() is not null)
            return TypedResults.NotFound();
        if (!keys.AreRequired)
            return TypedResults.NoContent();
        string? key = await ReadKeyAsync(context);
        if (string.IsNullOrEmpty(key))
            return KeyProblems.NoKeyInForm(Field, MaxBytes);
        if (TokenCheck.IsMeant(context, key))
            return KeyProblems.TokenInForm();
        if (!check.TryFind(key, context.Connection.RemoteIpAddress, out AccessGrant? grant, out KeyRefusal refusal))
            return refusal == KeyRefusal.TooManyTries
                ? KeyProblems.TooManyTries(context, failures)
                : KeyProblems.NotAuthenticated(refusal);
        grant = grant with { Session = sessions.Start() };
        await context.SignInAsync(LoginCookie.Scheme, GrantClaims.Write(grant, LoginCookie.Scheme));
        return TypedResults.NoContent();
    }

    /// <summary>Ends the login, and with it its viewers.</summary>
    public async Task<IResult> LogOutAsync(HttpContext context)
    {
        // Not of the request's user: a key that comes along would count before the cookie.
        AuthenticateResult login = await context.AuthenticateAsync(LoginCookie.Scheme);
        if (login.Principal is { } user && GrantClaims.Read(user).Session is { } session)
            sessions.End(session);
        await context.SignOutAsync(LoginCookie.Scheme);
        return TypedResults.NoContent();
    }

    /// <summary>The key in the form; null if there is no form, or a bad or a large one, or one that the framework can't decode.</summary>
    private static async Task<string?> ReadKeyAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
            return null;
        try
        {
            // A file with the key ends with a new line.
            return (await context.Request.ReadFormAsync(context.RequestAborted))[Field].ToString().Trim();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
