using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Access;

/// <summary>Keys that clients send, with three tries a minute.</summary>
public sealed class KeyCheckTests : IDisposable
{
    private const int Tries = 3;

    private static readonly IPAddress Client = IPAddress.Parse("192.168.1.77");
    private static readonly IPAddress Other = IPAddress.Parse("192.168.1.78");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly ListLogger<KeyCheck> _log = new();
    private readonly FailedTries _failures;
    private readonly KeyCheck _check;
    private readonly LinkRegistry _links;

    public KeyCheckTests()
    {
        IOptions<VideoStreamOptions> options = Options.Create(Configured.With(
            "Source=test",
            $"Access:FailedTriesPerMinute={Tries}",
            $"Access:Keys:ana:Hash={Hash("ana's key")}",
            $"Access:Keys:guest:Hash={Hash("guest's key")}",
            "Access:Keys:guest:Expires=2026-11-26T12:30Z",
            "Access:Keys:guest:Scopes:0=control"));
        _failures = new FailedTries(options, _time);
        _links = TestLinks.Registry(_time);
        _check = new KeyCheck(new AccessKeys(options), _failures, _time, _log, links: _links);
    }

    public void Dispose() => _failures.Dispose();

    [Theory]
    [InlineData("ana's key", "ana", "View")]
    [InlineData("guest's key", "guest", "Control")]
    public void A_configured_key_has_its_grant(string key, string name, string scopes)
    {
        Assert.True(_check.TryFind(key, Client, out AccessGrant? grant, out _));
        Assert.Equal((name, scopes), (grant.Key, $"{grant.Scopes}"));
        Assert.Empty(_log.Rest());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ANA'S KEY")]
    [InlineData("ana's key ")]
    [InlineData("ana")]
    public void Any_other_is_wrong(string key) => Assert.Equal(KeyRefusal.Wrong, Refusal(key));

    [Fact]
    public void A_hash_is_no_key() => Assert.Equal(KeyRefusal.Wrong, Refusal(Hash("ana's key")));

    [Fact]
    public void A_key_ends_at_its_time()
    {
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(KeyRefusal.Expired, Refusal("guest's key"));
        Assert.Equal(0, _failures.Total);
        Assert.Equal(
            "Refused 192.168.1.77: the key guest has expired, see VideoStream:Access:Keys:guest:Expires",
            Assert.Single(_log.Rest()).Message);
    }

    [Fact]
    public void Too_many_wrong_keys_block_their_address_alone_for_any_key()
    {
        for (int i = 0; i < Tries; i++)
            Assert.Equal(KeyRefusal.Wrong, Refusal($"guess {i}"));
        Assert.Equal(KeyRefusal.TooManyTries, Refusal("another guess"));
        Assert.Equal(KeyRefusal.TooManyTries, Refusal("ana's key"));
        Assert.True(_check.TryFind("ana's key", Other, out _, out _));
        Assert.Equal(Tries, _failures.Total);
    }

    [Fact]
    public void The_same_wrong_key_again_and_again_blocks_nobody()
    {
        for (int i = 0; i < 10 * Tries; i++)
            Assert.Equal(KeyRefusal.Wrong, Refusal("the key of last year"));
        Assert.True(_check.TryFind("ana's key", Client, out _, out _));
        Assert.Equal(10 * Tries, _failures.Total);
    }

    [Fact]
    public async Task Wrong_keys_are_logged_in_sum_and_without_the_key()
    {
        for (int i = 0; i < 20; i++)
            Refusal("the key of last year");
        _time.Advance(TimeSpan.FromMinutes(1));
        Refusal("the key of last year");
        Assert.Equal((LogLevel.Warning, "Refused 192.168.1.77: its key is wrong"), await _log.NextAsync());
        Assert.Equal(
            (LogLevel.Warning, "Refused 192.168.1.77: its key is wrong (19 more since the last such line)"), await _log.NextAsync());
        Assert.Empty(_log.Rest());
    }

    [Fact]
    public void Programs_with_different_old_keys_block_nobody_either()
    {
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(KeyRefusal.Wrong, Refusal("old key of one"));
            Assert.Equal(KeyRefusal.Wrong, Refusal("old key of another"));
        }

        Assert.True(_check.TryFind("ana's key", Client, out _, out _));
    }

    [Fact]
    public void A_unix_socket_has_no_address_and_its_keys_are_checked_all_the_same()
    {
        Assert.True(_check.TryFind("ana's key", null, out _, out _));
        Assert.False(_check.TryFind("wrong", null, out _, out KeyRefusal refusal));
        Assert.Equal(KeyRefusal.Wrong, refusal);
    }

    [Fact]
    public void The_token_of_a_link_gives_what_the_link_allows_until_it_ends_and_is_no_guess_afterwards()
    {
        string token = AddLink("one"), revoked = AddLink("two");
        Assert.True(_check.TryFind(token, Client, out AccessGrant? grant, out _));
        Assert.Equal("link one", grant.Holder);
        _links.TryRevoke("two");
        Assert.Equal(KeyRefusal.RevokedLink, Refusal(revoked));
        _time.Advance(TimeSpan.FromHours(1));
        for (int i = 0; i < 2 * Tries; i++)
            Assert.Equal(KeyRefusal.ExpiredLink, Refusal(token));
        Assert.Equal(0, _failures.Total);
        Assert.Equal(
            ["the link two has expired or was revoked", "the link one has expired or was revoked"],
            _log.Rest().Select(line => line.Message.Replace("Refused 192.168.1.77: ", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Tokens_that_were_made_up_are_guesses()
    {
        for (int i = 0; i < Tries; i++)
            Assert.Equal(KeyRefusal.Wrong, Refusal($"CfDJ8MadeUp{i}"));
        Assert.Equal(KeyRefusal.TooManyTries, Refusal(AddLink("one")));
    }

    private string AddLink(string id)
    {
        Assert.True(_links.TryAdd(TestLinks.Link(_time, id), out string token));
        return token;
    }

    private static string Hash(string key) => Convert.ToHexString(AccessKey.HashOf(key));

    private KeyRefusal Refusal(string key)
    {
        Assert.False(_check.TryFind(key, Client, out AccessGrant? grant, out KeyRefusal refusal));
        Assert.Null(grant);
        return refusal;
    }
}
