using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
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
        services.AddSingleton(provider => KeyRing.Open(provider.GetRequiredService<StateDirectory>()));
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthenticationHandler>(KeyAuthenticationHandler.Name, configureOptions: null)
            .AddScheme<JwtBearerOptions, TokenAuthenticationHandler>(TokenAuthenticationHandler.Name, configureOptions: null)
            .AddCookie(LoginCookie.Scheme, LoginCookie.Configure)
            .AddPolicyScheme(Default, displayName: null, Choose);
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, TokenOptions>();
        services.AddSingleton<IssuerConfiguration>();
        services.AddAuthorization(AddPolicies);
        return services
            .AddSingleton<TokenCheck>()
            .AddSingleton<LoginEndpoint>()
            .AddSingleton<IAuthorizationHandler, ScopeAuthorizationHandler>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResultHandler>();
    }

    /// <summary>A key or a token comes first. Without one, the cookie of a login counts.</summary>
    private static void Choose(PolicySchemeOptions options)
    {
        options.ForwardChallenge = KeyAuthenticationHandler.Name;
        options.ForwardDefaultSelector = context => Credential.Of(context.Request) switch
        {
            null when context.Request.Cookies.ContainsKey(LoginCookie.Name) => LoginCookie.Scheme,
            { } credential when TokenCheck.IsMeant(context, credential) => TokenAuthenticationHandler.Name,
            _ => KeyAuthenticationHandler.Name,
        };
    }

    private static void AddPolicies(AuthorizationOptions authorization)
    {
        foreach (var (name, scope) in AccessPolicies.All)
            authorization.AddPolicy(name, policy => policy.AddRequirements(new ScopeRequirement(scope)));
    }
}
