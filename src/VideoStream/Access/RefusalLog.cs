namespace VideoStream.Access;

/// <summary>
/// Logs clients that were refused: for each cause the first one at once, then one line a minute with their number. A client that tries
/// again and again must not fill the log.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="counts">Counts every refusal; null for a count of its own.</param>
internal sealed partial class RefusalLog(TimeProvider time, ILogger logger, RefusalCounts? counts = null)
{
    private const int MaxLength = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly RefusalCounts _counts = counts ?? new();
    private readonly Lock _gate = new();
    private readonly Dictionary<RefusalCause, (long LoggedAt, long More)> _causes = [];

    /// <summary>Counts a refusal, and logs it or leaves it to the next line.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="remote">The client's address.</param>
    /// <param name="reason">Why it was refused, and what to change. It may contain what the client sent.</param>
    public void Refused(RefusalCause cause, string remote, string reason)
    {
        _counts.Add(cause);
        long more;
        lock (_gate)
        {
            if (_causes.TryGetValue(cause, out var last) && time.GetElapsedTime(last.LoggedAt) < Interval)
            {
                _causes[cause] = last with { More = last.More + 1 };
                return;
            }

            more = last.More;
            _causes[cause] = (time.GetTimestamp(), 0);
        }

        string shown = reason.Length > MaxLength ? reason[..MaxLength] + "…" : reason;
        if (more == 0)
            LogRefused(remote, shown);
        else
            LogRefusedAgain(remote, shown, more);
    }

    [LoggerMessage(320, LogLevel.Warning, "Refused {Remote}: {Reason}")]
    private partial void LogRefused(string remote, string reason);

    [LoggerMessage(321, LogLevel.Warning, "Refused {Remote}: {Reason} ({More} more since the last such line)")]
    private partial void LogRefusedAgain(string remote, string reason, long more);
}
