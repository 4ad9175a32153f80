using Microsoft.AspNetCore.Authorization;
using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>Lets users with the scope pass, and everybody while no keys are configured.</summary>
internal sealed class ScopeAuthorizationHandler(AccessKeys keys) : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (keys.GrantOf(context.User).May(requirement.Scope))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
