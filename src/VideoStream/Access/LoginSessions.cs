using System.Collections.Concurrent;

namespace VideoStream.Access;

/// <summary>
/// The logins of browsers. They end when they are logged out, after a week, and with the process unless there is a state directory.
/// </summary>
internal sealed partial class LoginSessions
{
    /// <summary>How long a login lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Maximum number of logins. The oldest gives way to a new one.</summary>
    public const int MaxSessions = 10_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, long> _sessions = new();
    private readonly Lock _saving = new();
    private readonly TimeProvider _time;
    private readonly StateFile? _file;
    private readonly ILogger? _logger;
    private long? _failedAt;

    /// <summary>Takes over the logins of the process before.</summary>
    public LoginSessions(TimeProvider time, StateDirectory? state = null, ILogger<LoginSessions>? logger = null)
    {
        (_time, _file, _logger) = (time, state?.Open("logins.json"), logger);
        Load();
    }

    /// <summary>Starts a login.</summary>
    /// <returns>Its random name.</returns>
    public string Start()
    {
        if (_sessions.Count >= MaxSessions)
            _sessions.TryRemove(_sessions.MinBy(session => session.Value).Key, out _);
        string id = Guid.NewGuid().ToString("N");
        _sessions[id] = _time.GetTimestamp();
        Save();
        return id;
    }

    /// <summary>Ends a login, if it has not ended yet.</summary>
    public void End(string id)
    {
        if (_sessions.TryRemove(id, out _))
            Save();
    }

    /// <summary>Tries again to save what could not be saved. A login that was ended must not come back after a restart.</summary>
    public void SaveDue()
    {
        if (_failedAt is { } failed && _time.GetElapsedTime(failed) >= RetryAfter)
            Save();
    }

    /// <summary>Whether a grant is of no login, or of one that goes on.</summary>
    public bool IsActive(AccessGrant grant) =>
        grant.Session is null || (_sessions.TryGetValue(grant.Session, out long started) && _time.GetElapsedTime(started) < Lifetime);

    /// <summary>The file has times of the clock. Those in memory are monotonic, so no change of the clock moves them.</summary>
    private void Load()
    {
        if (_file is null)
            return;
        if (_file.TryRead(StateJson.Default.DictionaryStringDateTimeOffset, out var saved, out string? damage))
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach (var (id, started) in saved.Where(session => now - session.Value < Lifetime).Take(MaxSessions))
                _sessions[id] = _time.GetTimestamp() - (long)(Math.Max(0, (now - started).TotalSeconds) * _time.TimestampFrequency);
        }

        if (damage is not null && _logger is not null)
            LogDamaged(_logger, _file.Path, damage);
    }

    private void Save()
    {
        if (_file is null)
            return;
        lock (_saving)
        {
            DateTimeOffset now = _time.GetUtcNow();
            var active = _sessions
                .Select(session => KeyValuePair.Create(session.Key, _time.GetElapsedTime(session.Value)))
                .Where(session => session.Value < Lifetime)
                .ToDictionary(session => session.Key, session => now - session.Value);
            try
            {
                _file.Write(active, StateJson.Default.DictionaryStringDateTimeOffset);
                _failedAt = null;
            }
            catch (IOException e)
            {
                if (_logger is not null && _failedAt is null)
                    LogNotSaved(_logger, _file.Path, e.Message);
                _failedAt = _time.GetTimestamp();
            }
        }
    }
}
