using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Access;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Access;

public sealed class LoginSessionsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ListLogger<LoginSessions> _log = new();
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

    [Fact]
    public async Task With_a_state_directory_a_login_survives_a_restart_and_one_that_was_ended_does_not_come_back()
    {
        using var directory = new TestDirectory();
        LoginSessions before = Restarted(directory);
        string kept = before.Start(), ended = before.Start();
        before.End(ended);
        _time.Advance(TimeSpan.FromDays(6));

        LoginSessions after = Restarted(directory);
        Assert.True(IsActive(kept, after));
        Assert.False(IsActive(ended, after));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(IsActive(kept, after));
        Assert.False(IsActive(kept, Restarted(directory)));
        Assert.Empty(_log.Rest());

        File.WriteAllText(directory.Path("state/logins.json"), "{");
        Assert.False(IsActive(kept, Restarted(directory)));
        var (level, message) = await _log.NextAsync();
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("logins.json is damaged, so everybody must log in again", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_was_ahead_makes_no_login_last_longer_than_a_week()
    {
        using var directory = new TestDirectory();
        string session = new LoginSessions(new FakeTimeProvider(_time.GetUtcNow().AddYears(1)), directory.State()).Start();
        LoginSessions after = Restarted(directory);
        Assert.True(IsActive(session, after));
        _time.Advance(LoginSessions.Lifetime);
        Assert.False(IsActive(session, after));
    }

    [Fact]
    public async Task A_login_that_can_not_be_saved_counts_until_the_process_ends()
    {
        using var directory = new TestDirectory();
        LoginSessions sessions = Restarted(directory);
        Directory.CreateDirectory(directory.Path("state/logins.json.new"));
        Assert.True(IsActive(sessions.Start(), sessions));
        var (level, message) = await _log.NextAsync();
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("logins.json can't be written", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_login_that_was_ended_and_could_not_be_saved_is_saved_later()
    {
        using var directory = new TestDirectory();
        LoginSessions sessions = Restarted(directory);
        string session = sessions.Start();
        Directory.CreateDirectory(directory.Path("state/logins.json.new"));
        sessions.End(session);
        Directory.Delete(directory.Path("state/logins.json.new"));
        sessions.SaveDue();
        Assert.True(IsActive(session, Restarted(directory)));
        _time.Advance(TimeSpan.FromSeconds(10));
        sessions.SaveDue();
        Assert.False(IsActive(session, Restarted(directory)));
    }

    private LoginSessions Restarted(TestDirectory directory) => new(_time, directory.State(), _log);

    private bool IsActive(string session, LoginSessions? sessions = null) =>
        (sessions ?? _sessions).IsActive(AccessGrant.Open with { Session = session });
}
