using VideoStream.Configuration;

namespace VideoStream.Cameras;

/// <summary>
/// Decides how long to wait after a fault. The waits grow from try to try, by the category of the fault. Not thread-safe.
/// <para>
/// Cameras lock an account after a few wrong passwords, and each further try can prolong that. So after a refusal the waits are long: at
/// most six tries in four minutes, and from the fifth on more than a minute without one. Until frames arrive, every answer but a frame
/// counts as a refusal, and viewers who come and go cause no earlier try.
/// </para>
/// </summary>
internal sealed class RetrySchedule
{
    private static readonly TimeSpan ShortestAfterRefusal = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan LongestAfterRefusal = TimeSpan.FromMinutes(5);

    // A wrong path or a wrong kind of stream is put right by a person. A camera that is starting up may answer like that too.
    private static readonly TimeSpan LongestAfterMistake = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly Dictionary<CameraFaultCategory, ReconnectBackoff> _backoffs;
    private long _notBefore;

    public RetrySchedule(CameraOptions options, TimeProvider time, Random random)
    {
        _time = time;
        TimeSpan shortest = TimeSpan.FromSeconds(options.ReconnectMin), longest = TimeSpan.FromSeconds(options.ReconnectMax);
        ReconnectBackoff Between(TimeSpan low, TimeSpan high) => new(Max(low, shortest), Max(high, longest), random);
        _backoffs = Enum.GetValues<CameraFaultCategory>().ToDictionary(category => category, category => category switch
        {
            CameraFaultCategory.RefusedCredentials => Between(ShortestAfterRefusal, LongestAfterRefusal),
            CameraFaultCategory.NotFound or CameraFaultCategory.NotVideo => Between(shortest, LongestAfterMistake),
            _ => Between(shortest, longest),
        });
    }

    /// <summary>The refusal of the credentials since the last frame; null if there was none.</summary>
    public CameraFault? Refusal { get; private set; }

    /// <summary>The time for which a refusal still forbids a try.</summary>
    public TimeSpan RefusalLeft =>
        Refusal is null ? TimeSpan.Zero : Max(TimeSpan.Zero, _time.GetElapsedTime(_time.GetTimestamp(), _notBefore));

    /// <summary>The wait after a connection that ended with this fault.</summary>
    public RetryDelay Next(CameraFault fault)
    {
        bool isRefused = fault.Category == CameraFaultCategory.RefusedCredentials;
        if (isRefused)
            Refusal = fault;
        if (isRefused || (Refusal is not null && fault.Category != CameraFaultCategory.Unreachable))
        {
            TimeSpan wait = _backoffs[CameraFaultCategory.RefusedCredentials].Next();
            _notBefore = _time.GetTimestamp() + _time.Ticks(wait);
            return new RetryDelay(wait, wait);
        }

        return new RetryDelay(RefusalLeft, Max(RefusalLeft, _backoffs[fault.Category].Next()));
    }

    /// <summary>Starts again from the shortest waits, because frames arrived.</summary>
    public void Reset()
    {
        Refusal = null;
        foreach (ReconnectBackoff backoff in _backoffs.Values)
            backoff.Reset();
    }

    /// <summary>Starts again from the shortest waits, except after a refusal.</summary>
    public void ResetExceptRefusal()
    {
        foreach (var (category, backoff) in _backoffs)
        {
            if (category != CameraFaultCategory.RefusedCredentials)
                backoff.Reset();
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
