using Microsoft.AspNetCore.Authentication.Cookies;
using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>Sets up the cookie of a login. ASP.NET Core's handler encrypts it with a key of the <see cref="KeyRing"/>.</summary>
internal static class LoginCookie
{
    /// <summary>The name of the scheme.</summary>
    public const string Scheme = "Login";

    /// <summary>The name of the cookie.</summary>
    public const string Name = "videostream_login";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = LoginSessions.Lifetime;
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = RejectEndedAsync;
    }

    /// <summary>Refuses the cookie of a login that was logged out, or whose key was removed, changed or has expired.</summary>
    private static Task RejectEndedAsync(CookieValidatePrincipalContext context)
    {
        IServiceProvider services = context.HttpContext.RequestServices;
        AccessGrant grant = GrantClaims.Read(context.Principal!);
        bool goesOn = services.GetRequiredService<AccessKeys>().IsCurrent(grant)
            && services.GetRequiredService<LoginSessions>().IsActive(grant)
            && services.GetRequiredService<LinkRegistry>().IsActive(grant)
            && !grant.IsExpired(services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (!goesOn)
            context.RejectPrincipal();
        return Task.CompletedTask;
    }
}
