using System.Security.Claims;
using VideoStream.Access;

namespace VideoStream.Tests.Access;

public sealed class AccessGrantTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("None", false, false, false, false)]
    [InlineData("View", true, false, false, false)]
    [InlineData("Control", true, true, false, false)]
    [InlineData("Metrics", false, false, true, false)]
    [InlineData("View, Metrics", true, false, true, false)]
    [InlineData("Admin", true, true, true, true)]
    public void Each_scope_allows_its_own_and_what_it_includes(string scopes, bool view, bool control, bool metrics, bool admin)
    {
        var grant = new AccessGrant("ana", Enum.Parse<AccessScopes>(scopes), null, null);
        AccessScopes[] all = [AccessScopes.View, AccessScopes.Control, AccessScopes.Metrics, AccessScopes.Admin];
        Assert.Equal([view, control, metrics, admin], all.Select(grant.May));
        Assert.Equal(view, grant.MayWatch("gate"));
    }

    [Fact]
    public void A_grant_for_cameras_shows_no_others()
    {
        AccessGrant grant = Full() with { Cameras = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "gate" } };
        Assert.True(grant.MayWatch("GATE"));
        Assert.False(grant.MayWatch("yard"));
        Assert.False((grant with { Scopes = AccessScopes.Metrics }).MayWatch("gate"));
    }

    [Fact]
    public void It_is_over_from_its_expiry_on()
    {
        AccessGrant grant = Full() with { ExpiresAt = Noon };
        Assert.False(grant.IsExpired(Noon.AddTicks(-1)));
        Assert.True(grant.IsExpired(Noon));
        Assert.False((grant with { ExpiresAt = null }).IsExpired(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void It_survives_as_claims()
    {
        AccessGrant grant = Full() with { Cameras = new HashSet<string> { "gate", "yard" }, ExpiresAt = Noon };
        AccessGrant read = GrantClaims.Read(GrantClaims.Write(grant, "test"));
        Assert.Equal((grant.Key, grant.Scopes, grant.ExpiresAt), (read.Key, read.Scopes, read.ExpiresAt));
        Assert.Equal(["gate", "yard"], read.Cameras!.Order());
        AccessGrant plain = GrantClaims.Read(GrantClaims.Write(Full(), "test"));
        Assert.Equal((null, null), (plain.Cameras, plain.ExpiresAt));
    }

    [Fact]
    public void Somebody_who_is_not_authenticated_has_none()
    {
        var claims = new ClaimsIdentity([new Claim("scope", "admin")]);
        Assert.Same(AccessGrant.None, GrantClaims.Read(new ClaimsPrincipal(claims)));
        Assert.Same(AccessGrant.None, GrantClaims.Read(new ClaimsPrincipal()));
    }

    private static AccessGrant Full() => new("ana", AccessScopes.View | AccessScopes.Control | AccessScopes.Metrics, null, null);
}
