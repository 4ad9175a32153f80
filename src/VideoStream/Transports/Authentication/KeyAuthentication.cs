using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>Adds ASP.NET Core's authentication and authorization, with the configured keys.</summary>
internal static class KeyAuthentication
{
    public static IServiceCollection AddKeyAuthentication(this IServiceCollection services)
    {
        // AddAuthentication would also add Data Protection, which writes a key ring into the user's home folder at the start.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = KeyAuthenticationHandler.Name);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthenticationHandler>(KeyAuthenticationHandler.Name, configureOptions: null);
        services.AddAuthorization(AddPolicies);
        return services
            .AddSingleton<IAuthorizationHandler, ScopeAuthorizationHandler>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResultHandler>();
    }

    private static void AddPolicies(AuthorizationOptions authorization)
    {
        foreach (var (name, scope) in AccessPolicies.All)
            authorization.AddPolicy(name, policy => policy.AddRequirements(new ScopeRequirement(scope)));
    }
}
