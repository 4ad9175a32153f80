using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>Adds ASP.NET Core's authentication and authorization, with the configured keys.</summary>
internal static class KeyAuthentication
{
    private const string Default = "KeyOrLogin";

    public static IServiceCollection AddKeyAuthentication(this IServiceCollection services)
    {
        // AddAuthentication would also add a key ring, which is written into the user's home folder at the start.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = Default);
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthenticationHandler>(KeyAuthenticationHandler.Name, configureOptions: null)
            .AddCookie(LoginCookie.Scheme, LoginCookie.Configure)
            .AddPolicyScheme(Default, displayName: null, Choose);
        services.AddAuthorization(AddPolicies);
        return services
            .AddSingleton<LoginEndpoint>()
            .AddSingleton<IAuthorizationHandler, ScopeAuthorizationHandler>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResultHandler>();
    }

    /// <summary>A key comes first. Without one, the cookie of a login counts.</summary>
    private static void Choose(PolicySchemeOptions options)
    {
        options.ForwardChallenge = KeyAuthenticationHandler.Name;
        options.ForwardDefaultSelector = context =>
            Credential.Of(context.Request) is null && context.Request.Cookies.ContainsKey(LoginCookie.Name)
                ? LoginCookie.Scheme
                : KeyAuthenticationHandler.Name;
    }

    private static void AddPolicies(AuthorizationOptions authorization)
    {
        foreach (var (name, scope) in AccessPolicies.All)
            authorization.AddPolicy(name, policy => policy.AddRequirements(new ScopeRequirement(scope)));
    }
}
