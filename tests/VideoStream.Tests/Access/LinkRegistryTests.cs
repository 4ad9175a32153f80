using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Access;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Access;

public sealed class LinkRegistryTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly TestDirectory _directory = new();
    private readonly ListLogger<LinkRegistry> _log = new();
    private readonly IDataProtectionProvider _ring = new EphemeralDataProtectionProvider();
    private readonly LinkRegistry _links;

    public LinkRegistryTests() => _links = Restarted();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_token_gives_what_its_link_allows_and_no_more()
    {
        string token = Add("one");
        Assert.Matches("^[A-Za-z0-9_-]{100,512}$", token);
        AccessGrant grant = Grant(token)!;
        Assert.Equal((AccessScopes.View, "one", "link one"), (grant.Scopes, grant.Link, grant.Holder));
        Assert.Equal(new StreamCaps(50, 7.5, new PictureSize(640, 360)), grant.Caps);
        Assert.True(grant.MayWatch("gate"));
        Assert.False(grant.MayWatch("yard"));
        Assert.False(grant.May(AccessScopes.Control));
        Assert.False(grant.May(AccessScopes.Admin));
        Assert.Equal(_time.GetUtcNow().AddHours(1), grant.ExpiresAt);
    }

    [Fact]
    public void Claims_carry_the_whole_grant()
    {
        AccessGrant grant = Grant(Add("one"))!;
        AccessGrant read = GrantClaims.Read(GrantClaims.Write(grant, "Key"));
        Assert.Equal((grant.Link, grant.Caps, grant.Scopes, grant.ExpiresAt), (read.Link, read.Caps, read.Scopes, read.ExpiresAt));
        Assert.Equal(["gate"], read.Cameras!);
        Assert.Null(GrantClaims.Read(GrantClaims.Write(AccessGrant.Open, "Key")).Caps);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CfDJ8")]
    [InlineData("CfDJ8MadeUp")]
    [InlineData("a key")]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("another service's")]
    [InlineData("another purpose's")]
    public void What_this_service_did_not_sign_is_no_token(string kind)
    {
        string good = Add("one");
        string token = kind switch
        {
            "cut" => good[..^4],
            "changed" => good[..^4] + (good[^4] == 'A' ? 'B' : 'A') + good[^3..],
            "another service's" => new LinkTokens(new EphemeralDataProtectionProvider()).Write(TestLinks.Link(_time, "one")),
            "another purpose's" => _ring.CreateProtector("x").Protect("one 9999999999"),
            _ => kind,
        };
        Assert.False(_links.TryFind(token, out AccessGrant? grant, out _, out _));
        Assert.Null(grant);
    }

    [Fact]
    public void A_link_ends_at_its_time()
    {
        string token = Add("one");
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.NotNull(Grant(token));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(KeyRefusal.ExpiredLink, Refusal(token));
        Assert.Empty(_links.All);
        Assert.Null(_links.Find("one"));
        Assert.False(_links.TryRevoke("one"));
    }

    [Fact]
    public void A_link_ends_when_it_is_revoked_and_the_others_stay()
    {
        string token = Add("one"), other = Add("other");
        AccessGrant grant = Grant(token)!;
        Assert.True(_links.IsActive(grant));
        Assert.True(_links.TryRevoke("one"));
        Assert.Equal(KeyRefusal.RevokedLink, Refusal(token));
        Assert.False(_links.IsActive(grant));
        Assert.NotNull(Grant(other));
        Assert.False(_links.TryRevoke("one"));
        Assert.Equal(["other"], _links.All.Select(link => link.Id));
    }

    [Fact]
    public void A_grant_of_no_link_is_active() => Assert.True(_links.IsActive(AccessGrant.Open));

    [Fact]
    public void With_a_state_directory_links_and_revocations_survive_a_restart()
    {
        string kept = Add("kept"), revoked = Add("revoked");
        _links.TryRevoke("revoked");
        LinkRegistry after = Restarted();
        Assert.True(after.TryFind(kept, out AccessGrant? grant, out _, out _));
        Assert.Equal(Grant(kept)!.Caps, grant!.Caps);
        Assert.Equal(_links.All, after.All);
        Assert.True(after.TryFind(revoked, out grant, out KeyRefusal refusal, out _));
        Assert.Null(grant);
        Assert.Equal(KeyRefusal.RevokedLink, refusal);
        Assert.Empty(_log.Rest());
    }

    [Fact]
    public void Without_one_links_end_with_the_process()
    {
        LinkRegistry before = new(_ring, TestLinks.NoDirectory, _time, _log), after = new(_ring, TestLinks.NoDirectory, _time, _log);
        Assert.True(before.TryAdd(TestLinks.Link(_time), out string token));
        Assert.True(after.TryFind(token, out AccessGrant? grant, out KeyRefusal refusal, out _));
        Assert.Null(grant);
        Assert.Equal(KeyRefusal.RevokedLink, refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[{\"id\":\"one\"}]")]
    [InlineData("[{\"id\":\"one\",\"camera\":\"gate\",\"created\":\"2026-11-26T12:00:00Z\",\"created_by\":\"key ana\"}]")]
    public async Task With_a_damaged_list_all_links_are_refused_and_the_log_says_so(string text)
    {
        string token = Add("one");
        File.WriteAllText(_directory.Path("state/links.json"), text);
        LinkRegistry after = Restarted();
        Assert.True(after.TryFind(token, out AccessGrant? grant, out _, out _));
        Assert.Null(grant);
        var (level, message) = await _log.NextAsync();
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("links.json is damaged, so all links are refused", message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_directory.Path("state/links.json.damaged")));
    }

    [Fact]
    public void An_entry_that_is_none_keeps_the_others()
    {
        Add("one");
        string path = _directory.Path("state/links.json");
        File.WriteAllText(path, "[null," + File.ReadAllText(path)[1..]);
        Assert.Equal(["one"], Restarted().All.Select(link => link.Id));
    }

    [Theory]
    [InlineData("\"max_size\":\"640x360\"", "\"max_size\":\"large\"")]
    [InlineData("\"max_quality\":50", "\"max_quality\":0")]
    [InlineData("\"max_fps\":7.5", "\"max_fps\":-1")]
    public void A_damaged_cap_is_not_no_cap(string good, string damaged)
    {
        string token = Add("one"), path = _directory.Path("state/links.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace(good, damaged, StringComparison.Ordinal));
        Assert.Contains(damaged, File.ReadAllText(path), StringComparison.Ordinal);
        Assert.True(Restarted().TryFind(token, out AccessGrant? grant, out _, out _));
        Assert.Null(grant);
    }

    [Fact]
    public void A_link_that_can_not_be_saved_is_not_made_and_a_revocation_counts_at_once()
    {
        string token = Add("one");
        Directory.CreateDirectory(_directory.Path("state/links.json.new"));
        Assert.Throws<IOException>(() => Add("two"));
        Assert.Null(_links.Find("two"));
        Assert.Throws<IOException>(() => _links.TryRevoke("one"));
        Assert.Throws<IOException>(() => _links.TryRevoke("one"));
        Assert.Equal(KeyRefusal.RevokedLink, Refusal(token));
        Directory.Delete(_directory.Path("state/links.json.new"));
        Assert.True(_links.TryRevoke("one"));
        Assert.False(_links.TryRevoke("one"));
        Assert.Null(Restarted().Find("one"));
    }

    [Fact]
    public void There_is_a_limit_and_expired_links_do_not_count()
    {
        LinkRegistry links = new(_ring, TestLinks.NoDirectory, _time, NullLogger<LinkRegistry>.Instance);
        for (int i = 0; i < LinkRegistry.MaxLinks; i++)
            Assert.True(links.TryAdd(TestLinks.Link(_time, $"{i}"), out _));
        Assert.False(links.TryAdd(TestLinks.Link(_time, "more"), out _));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(links.TryAdd(TestLinks.Link(_time, "more"), out _));
        Assert.Equal(["more"], links.All.Select(link => link.Id));
    }

    [Fact]
    public void Names_differ() => Assert.NotEqual(LinkRegistry.NewId(), LinkRegistry.NewId());

    private LinkRegistry Restarted() => new(_ring, _directory.State(), _time, _log);

    private string Add(string id)
    {
        Assert.True(_links.TryAdd(TestLinks.Link(_time, id), out string token));
        return token;
    }

    private AccessGrant? Grant(string token)
    {
        Assert.True(_links.TryFind(token, out AccessGrant? grant, out _, out _));
        return grant;
    }

    private KeyRefusal Refusal(string token)
    {
        Assert.True(_links.TryFind(token, out AccessGrant? grant, out KeyRefusal refusal, out _));
        Assert.Null(grant);
        return refusal;
    }
}
