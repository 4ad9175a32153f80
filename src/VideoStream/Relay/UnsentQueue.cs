using VideoStream.Adaptation;

namespace VideoStream.Relay;

/// <summary>
/// How long what is not sent of a connection takes to leave, by how fast the other side acknowledged while more was waiting.
/// </summary>
internal sealed class UnsentQueue
{
    /// <summary>The shortest time to measure over: acknowledgements come in lumps.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a rate counts. Where nothing waits for so long, the link carries more than is known.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    /// <summary>The largest rate lately: where nothing waited between two samples, less was sent than could have been.</summary>
    private WindowedMaximum? _rate;

    private TimeSpan _from, _ratedAt;
    private long _acknowledgedBefore;
    private bool _isMeasuring;

    /// <summary>Takes a sample.</summary>
    /// <param name="unsent">The bytes that the kernel has not sent.</param>
    /// <param name="pending">The bytes that wait to be given to the kernel.</param>
    /// <param name="acknowledged">The bytes that were acknowledged so far.</param>
    /// <param name="now">The time.</param>
    /// <returns>How long the bytes take to leave: zero while that is not known, the largest value if nothing leaves.</returns>
    public TimeSpan TimeOf(long unsent, long pending, long acknowledged, TimeSpan now)
    {
        if (unsent == 0)
        {
            _isMeasuring = false;
            return TimeSpan.Zero;
        }

        Measure(acknowledged, now);
        return _rate is null ? TimeSpan.Zero
            : _rate.Value > 1 ? TimeSpan.FromSeconds((unsent + pending) / _rate.Value)
            : TimeSpan.MaxValue;
    }

    /// <summary>Begins with a new connection.</summary>
    public void Reset() => (_rate, _isMeasuring) = (null, false);

    private void Measure(long acknowledged, TimeSpan now)
    {
        if (now - _ratedAt > Longest)
            _rate = null;
        TimeSpan measured = now - _from;
        if (_isMeasuring && measured < Shortest)
            return;
        // What was between two samples far apart is not known.
        if (_isMeasuring && measured < Longest)
        {
            (_rate ??= new WindowedMaximum()).Add((acknowledged - _acknowledgedBefore) / measured.TotalSeconds, now);
            _ratedAt = now;
        }

        (_isMeasuring, _from, _acknowledgedBefore) = (true, now, acknowledged);
    }
}
