using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>Names the scope that a key lacks. All else is ASP.NET Core's.</summary>
internal sealed class AccessResultHandler(AccessKeys keys) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _default = new();

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        ScopeRequirement? missing = authorizeResult.Forbidden ? policy.Requirements.OfType<ScopeRequirement>().FirstOrDefault() : null;
        return missing is null
            ? _default.HandleAsync(next, context, policy, authorizeResult)
            : KeyProblems.MissingScope(keys.GrantOf(context.User), missing.Scope).ExecuteAsync(context);
    }
}
