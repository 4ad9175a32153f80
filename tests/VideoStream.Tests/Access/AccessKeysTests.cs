using System.Security.Claims;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Access;

/// <summary>Keys that are replaced while the service runs.</summary>
public sealed class AccessKeysTests
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    [Fact]
    public void Without_keys_everybody_may_do_everything()
    {
        AccessKeys keys = Keys();
        Assert.False(keys.AreRequired);
        Assert.Same(AccessGrant.Open, keys.GrantOf(Nobody));
        Assert.True(keys.IsCurrent(AccessGrant.Open));
    }

    [Fact]
    public void With_keys_only_their_users_may()
    {
        AccessKeys keys = Keys(Key("ana"));
        AccessGrant grant = Find(keys, "ana")!.Grant;
        Assert.Equal(AccessScopes.None, keys.GrantOf(Nobody).Scopes);
        Assert.Equal(AccessScopes.View, keys.GrantOf(GrantClaims.Write(grant, "test")).Scopes);
        Assert.True(keys.IsCurrent(keys.GrantOf(GrantClaims.Write(grant, "test"))));
        Assert.False(keys.IsCurrent(AccessGrant.Open));
        Assert.Null(Find(keys, "bob"));
    }

    /// <summary>So the time says nothing about a key: the loop does not end early, and each comparison takes the same time.</summary>
    [Fact]
    public void A_key_is_compared_with_all_keys_in_constant_time()
    {
        string source = Repository.Text("src/VideoStream/Access/AccessKeys.cs");
        string find = source[source.IndexOf("public AccessKey? Find(", StringComparison.Ordinal)..];
        find = find[..find.IndexOf("\n    }", StringComparison.Ordinal)];
        Assert.Contains("CryptographicOperations.FixedTimeEquals(key.Hash, hash)", find, StringComparison.Ordinal);
        Assert.DoesNotContain("break", find, StringComparison.Ordinal);
        Assert.Equal(1, find.Split("return").Length - 1);
        Assert.DoesNotContain(
            Repository.Files("src/VideoStream"),
            path => path.EndsWith(".cs", StringComparison.Ordinal)
                && Repository.Text(path).Contains("Hash.SequenceEqual", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Scopes:0=control")]
    [InlineData("Cameras:0=main")]
    [InlineData("Expires=2099-01-01")]
    public void A_grant_of_a_key_that_was_changed_is_not_current(string change)
    {
        AccessKeys keys = Keys(Key("ana"), Key("bob"));
        AccessGrant ana = Find(keys, "ana")!.Grant, bob = Find(keys, "bob")!.Grant;
        keys.Replace(AccessKeys.Read(Options(Key("ana"), "Access:Keys:ana:" + change, Key("bob"))));
        Assert.False(keys.IsCurrent(ana));
        Assert.True(keys.IsCurrent(bob));
        Assert.True(keys.IsCurrent(Find(keys, "ana")!.Grant));
    }

    [Fact]
    public void The_last_key_that_is_removed_lets_nobody_in()
    {
        AccessKeys keys = Keys(Key("ana"));
        AccessGrant ana = Find(keys, "ana")!.Grant;
        keys.Replace(AccessKeys.Read(Options()));
        Assert.True(keys.AreRequired);
        Assert.False(keys.IsCurrent(ana));
        Assert.Null(Find(keys, "ana"));
        Assert.Equal(AccessScopes.None, keys.GrantOf(Nobody).Scopes);
    }

    [Fact]
    public void The_first_key_that_is_added_closes_the_service()
    {
        AccessKeys keys = Keys();
        keys.Replace(AccessKeys.Read(Options(Key("ana"))));
        Assert.True(keys.AreRequired);
        Assert.False(keys.IsCurrent(AccessGrant.Open));
        Assert.NotNull(Find(keys, "ana"));
    }

    private static string Key(string name) => $"Access:Keys:{name}:Hash={Convert.ToHexString(AccessKey.HashOf(name))}";

    private static AccessKey? Find(AccessKeys keys, string key) => keys.Find(AccessKey.HashOf(key));

    private static AccessOptions Options(params string[] settings) => Configured.With(["Cameras:main:Source=test", .. settings]).Access;

    private static AccessKeys Keys(params string[] settings) =>
        new(Microsoft.Extensions.Options.Options.Create(Configured.With(["Cameras:main:Source=test", .. settings])));
}
