namespace VideoStream.Access;

/// <summary>
/// Logs clients that were refused: for each cause and subject the first one at once, then one line a minute with their number. A client
/// that tries again and again must not fill the log.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="counts">Counts every refusal; null for a count of its own.</param>
internal sealed partial class RefusalLog(TimeProvider time, ILogger logger, RefusalCounts? counts = null)
{
    /// <summary>Subjects that have lines of their own within a minute. Further ones share a line.</summary>
    public const int MaxSubjects = 50;

    private const int MaxLength = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly RefusalCounts _counts = counts ?? new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(RefusalCause Cause, string Subject), (long LoggedAt, long More)> _lines = [];

    /// <summary>Counts a refusal, and logs it or leaves it to the next line.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="remote">The client's address.</param>
    /// <param name="reason">Why it was refused, and what to change. It may contain what the client sent.</param>
    /// <param name="subject">What has a line of its own, such as an origin. The client may have chosen it.</param>
    public void Refused(RefusalCause cause, string remote, string reason, string subject = "")
    {
        _counts.Add(cause);
        long more;
        lock (_gate)
        {
            var line = (cause, HasRoom(cause, subject) ? subject : "");
            if (_lines.TryGetValue(line, out var last) && time.GetElapsedTime(last.LoggedAt) < Interval)
            {
                _lines[line] = last with { More = last.More + 1 };
                return;
            }

            more = last.More;
            _lines[line] = (time.GetTimestamp(), 0);
        }

        string shown = reason.Length > MaxLength ? reason[..MaxLength] + "…" : reason;
        if (more == 0)
            LogRefused(remote, shown);
        else
            LogRefusedAgain(remote, shown, more);
    }

    /// <summary>Whether a subject has a line of its own. Forgets those whose minute is over, when there are too many.</summary>
    private bool HasRoom(RefusalCause cause, string subject)
    {
        if (_lines.Count < MaxSubjects || _lines.ContainsKey((cause, subject)))
            return true;
        foreach (var (line, last) in _lines.ToArray())
        {
            if (line.Subject.Length > 0 && time.GetElapsedTime(last.LoggedAt) >= Interval)
                _lines.Remove(line);
        }

        return _lines.Count < MaxSubjects;
    }

    [LoggerMessage(320, LogLevel.Warning, "Refused {Remote}: {Reason}")]
    private partial void LogRefused(string remote, string reason);

    [LoggerMessage(321, LogLevel.Warning, "Refused {Remote}: {Reason} ({More} more since the last such line)")]
    private partial void LogRefusedAgain(string remote, string reason, long more);
}
