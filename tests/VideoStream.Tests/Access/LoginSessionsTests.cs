using Microsoft.Extensions.Time.Testing;
using VideoStream.Access;

namespace VideoStream.Tests.Access;

public sealed class LoginSessionsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LoginSessions _sessions;

    public LoginSessionsTests() => _sessions = new LoginSessions(_time);

    [Fact]
    public void A_login_lasts_until_it_is_ended()
    {
        string first = _sessions.Start(), second = _sessions.Start();
        _sessions.End(first);
        _sessions.End(first);
        Assert.False(IsActive(first));
        Assert.True(IsActive(second));
        Assert.False(IsActive("made up"));
    }

    [Fact]
    public void A_login_lasts_a_week()
    {
        string session = _sessions.Start();
        _time.Advance(LoginSessions.Lifetime - TimeSpan.FromTicks(1));
        Assert.True(IsActive(session));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(IsActive(session));
    }

    [Fact]
    public void A_grant_of_no_login_is_active() => Assert.True(_sessions.IsActive(AccessGrant.Open));

    [Fact]
    public void The_oldest_gives_way_to_a_new_one_at_the_limit()
    {
        string oldest = _sessions.Start();
        _time.Advance(TimeSpan.FromSeconds(1));
        string second = _sessions.Start();
        for (int i = 2; i < LoginSessions.MaxSessions; i++)
            _sessions.Start();
        Assert.True(IsActive(oldest));
        _time.Advance(TimeSpan.FromSeconds(1));
        string newest = _sessions.Start();
        Assert.False(IsActive(oldest));
        Assert.True(IsActive(second));
        Assert.True(IsActive(newest));
    }

    private bool IsActive(string session) => _sessions.IsActive(AccessGrant.Open with { Session = session });
}
