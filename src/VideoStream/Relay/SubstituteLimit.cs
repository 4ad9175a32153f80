namespace VideoStream.Relay;

/// <summary>
/// How often a variant begins anew for a relay that gets it instead of another one: one that may not receive it asks again and again.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class SubstituteLimit(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private string? _relay;
    private long _at;

    /// <summary>A relay gets the variant instead of another one.</summary>
    /// <returns>Whether it begins anew for it: not again within five seconds.</returns>
    public bool TryBegin(string relay)
    {
        if (relay == _relay && time.GetElapsedTime(_at) < Interval)
            return false;
        (_relay, _at) = (relay, time.GetTimestamp());
        return true;
    }
}
