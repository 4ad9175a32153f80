using Microsoft.AspNetCore.Authorization;
using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>A scope that an endpoint requires.</summary>
/// <param name="Scope">The scope.</param>
internal sealed record ScopeRequirement(AccessScopes Scope) : IAuthorizationRequirement;
