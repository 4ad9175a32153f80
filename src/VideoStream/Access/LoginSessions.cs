using System.Collections.Concurrent;

namespace VideoStream.Access;

/// <summary>The logins of browsers. They end with the process, when they are logged out, and after a week.</summary>
internal sealed class LoginSessions(TimeProvider time)
{
    /// <summary>How long a login lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Maximum number of logins. The oldest gives way to a new one.</summary>
    public const int MaxSessions = 10_000;

    private readonly ConcurrentDictionary<string, long> _sessions = new();

    /// <summary>Starts a login.</summary>
    /// <returns>Its random name.</returns>
    public string Start()
    {
        if (_sessions.Count >= MaxSessions)
            End(_sessions.MinBy(session => session.Value).Key);
        string id = Guid.NewGuid().ToString("N");
        _sessions[id] = time.GetTimestamp();
        return id;
    }

    /// <summary>Ends a login, if it has not ended yet.</summary>
    public void End(string id) => _sessions.TryRemove(id, out _);

    /// <summary>Whether a grant is of no login, or of one that goes on.</summary>
    public bool IsActive(AccessGrant grant) =>
        grant.Session is null
        || (_sessions.TryGetValue(grant.Session, out long started) && time.GetElapsedTime(started) < Lifetime);
}
