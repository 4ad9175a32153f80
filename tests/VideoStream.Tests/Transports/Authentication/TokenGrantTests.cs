using Microsoft.IdentityModel.JsonWebTokens;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Transports.Authentication;

namespace VideoStream.Tests.Transports.Authentication;

/// <summary>What tokens allow. Their signature was checked before.</summary>
public sealed class TokenGrantTests
{
    [Theory]
    [InlineData("""{"scope":"view"}""", "View")]
    [InlineData("""{"scope":"openid view metrics profile"}""", "View, Metrics")]
    [InlineData("""{"scope":["control","metrics"]}""", "Control, Metrics")]
    [InlineData("""{"scope":"admin"}""", "Admin")]
    [InlineData("""{"scope":"viewer View administrator"}""", "None")]
    [InlineData("""{"scope":""}""", "None")]
    [InlineData("""{"scope":7}""", "None")]
    [InlineData("""{"scope":{"view":true}}""", "None")]
    [InlineData("""{"roles":["view"]}""", "None")]
    [InlineData("{}", "None")]
    public void Scopes_are_those_of_the_claim(string payload, string scopes) => Assert.Equal(scopes, $"{Grant(payload).Scopes}");

    [Fact]
    public void The_claims_can_have_other_names()
    {
        var options = new JwtOptions { ScopeClaim = "roles", CameraClaim = "cams" };
        AccessGrant grant = Grant("""{"roles":["view"],"scope":"admin","cams":"gate yard","camera":"cellar"}""", options);
        Assert.Equal(AccessScopes.View, grant.Scopes);
        Assert.Equal(["gate", "yard"], grant.Cameras!.Order());
    }

    [Theory]
    [InlineData("""{"scope":"view"}""", true, true)]
    [InlineData("""{"scope":"view","camera":"gate"}""", true, false)]
    [InlineData("""{"scope":"view","camera":["GATE","cellar"]}""", true, false)]
    [InlineData("""{"scope":"view","camera":[]}""", false, false)]
    [InlineData("""{"scope":"view","camera":""}""", false, false)]
    [InlineData("""{"scope":"view","camera":null}""", false, false)]
    [InlineData("""{"scope":"view","camera":7}""", false, false)]
    [InlineData("""{"scope":"admin","camera":"gate"}""", true, true)]
    public void Cameras_are_those_of_the_claim_and_an_empty_list_is_none(string payload, bool gate, bool yard)
    {
        AccessGrant grant = GrantClaims.Read(GrantClaims.Write(Grant(payload), "Token"));
        Assert.Equal((gate, yard), (grant.MayWatch("gate"), grant.MayWatch("yard")));
        Assert.Equal(gate && yard, grant.MayWatch(""));
    }

    [Fact]
    public void A_grant_has_the_tokens_subject_and_end()
    {
        AccessGrant grant = GrantClaims.Read(GrantClaims.Write(Grant("""{"sub":"ana@example.org","exp":2000000000}"""), "Token"));
        Assert.Equal(("token of ana@example.org", true, null), (grant.Holder, grant.IsToken, grant.Revision));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(2_000_000_000), grant.ExpiresAt);
        Assert.Equal("token of an unnamed user", Grant("{}").Holder);
    }

    private static AccessGrant Grant(string payload, JwtOptions? options = null) =>
        TokenGrant.Of(new JsonWebToken("""{"alg":"RS256"}""", payload), options ?? new JwtOptions());
}
