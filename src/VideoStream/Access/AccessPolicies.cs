namespace VideoStream.Access;

/// <summary>
/// The names of the authorization policies, one for each scope, as in <c>endpoint.RequireAuthorization(AccessPolicies.View)</c>.
/// </summary>
internal static class AccessPolicies
{
    public const string View = "view";
    public const string Control = "control";
    public const string Metrics = "metrics";
    public const string Admin = "admin";

    /// <summary>All policies and their scopes.</summary>
    public static readonly IReadOnlyDictionary<string, AccessScopes> All = new Dictionary<string, AccessScopes>
    {
        [View] = AccessScopes.View,
        [Control] = AccessScopes.Control,
        [Metrics] = AccessScopes.Metrics,
        [Admin] = AccessScopes.Admin,
    };
}
