using System.Collections.Frozen;
using System.Globalization;
using System.Security.Claims;
using VideoStream.Frames;

namespace VideoStream.Access;

/// <summary>A grant as the claims of a user, in the names that tokens have (RFC 9068): <c>scope</c>, <c>camera</c>, <c>exp</c>.</summary>
internal static class GrantClaims
{
    private const string Scope = "scope";
    private const string Camera = "camera";
    private const string Expiry = "exp";
    private const string Revision = "revision";
    private const string Session = "sid";
    private const string Link = "link";
    private const string Token = "token";
    private const string MaxQuality = "max_quality";
    private const string MaxFrameRate = "max_fps";
    private const string MaxSize = "max_size";

    /// <summary>The user that has a grant.</summary>
    public static ClaimsPrincipal Write(AccessGrant grant, string scheme)
    {
        IEnumerable<string> scopes = AccessPolicies.All.Where(policy => grant.Scopes.HasFlag(policy.Value)).Select(policy => policy.Key);
        var claims = new List<Claim> { new(ClaimTypes.Name, grant.Key ?? ""), new(Scope, string.Join(' ', scopes)) };
        if (grant.Cameras is not null)
        {
            // None at all is not the same as all of them.
            claims.AddRange(grant.Cameras.DefaultIfEmpty("").Select(camera => new Claim(Camera, camera)));
        }

        if (grant.ExpiresAt is { } expires)
            claims.Add(new Claim(Expiry, expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        Add(claims, Revision, grant.Revision);
        Add(claims, Session, grant.Session);
        Add(claims, Link, grant.Link);
        Add(claims, Token, grant.IsToken ? "true" : null);
        Add(claims, MaxQuality, grant.Caps?.Quality);
        Add(claims, MaxFrameRate, grant.Caps?.FrameRate);
        Add(claims, MaxSize, grant.Caps?.Size);
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    /// <summary>The grant of a user; none of one who is not authenticated.</summary>
    public static AccessGrant Read(ClaimsPrincipal user)
    {
        if (user.Identity is not { IsAuthenticated: true } identity)
            return AccessGrant.None;
        AccessScopes scopes = user.FindAll(Scope)
            .SelectMany(claim => claim.Value.Split(' '))
            .Aggregate(AccessScopes.None, (all, name) => all | AccessPolicies.All.GetValueOrDefault(name));
        string[] cameras = [.. user.FindAll(Camera).Select(claim => claim.Value)];
        long? expires = long.TryParse(user.FindFirstValue(Expiry), CultureInfo.InvariantCulture, out long seconds) ? seconds : null;
        return new AccessGrant(
            identity.Name,
            scopes,
            cameras.Length == 0 ? null : cameras.Where(name => name.Length > 0).ToFrozenSet(StringComparer.OrdinalIgnoreCase),
            expires is null ? null : DateTimeOffset.FromUnixTimeSeconds(expires.Value))
        {
            Revision = user.FindFirstValue(Revision),
            Session = user.FindFirstValue(Session),
            Link = user.FindFirstValue(Link),
            IsToken = user.HasClaim(Token, "true"),
            Caps = user.HasClaim(claim => claim.Type == Link) ? CapsOf(user) : null,
        };
    }

    private static StreamCaps CapsOf(ClaimsPrincipal user) => new(
        int.TryParse(user.FindFirstValue(MaxQuality), CultureInfo.InvariantCulture, out int quality) ? quality : null,
        double.TryParse(user.FindFirstValue(MaxFrameRate), CultureInfo.InvariantCulture, out double rate) ? rate : null,
        PictureSize.TryParse(user.FindFirstValue(MaxSize), out PictureSize size) ? size : null);

    private static void Add(List<Claim> claims, string type, object? value)
    {
        if (value is not null)
            claims.Add(new Claim(type, Convert.ToString(value, CultureInfo.InvariantCulture)!));
    }
}
