namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// How far another machine's clock is ahead of ours, estimated as NTP does it: the answer to a question was written half way between its
/// two ends, and the quickest answer of the last ones says it best (RFC 5905, 10: clock filter).
/// </summary>
internal sealed class ClockOffset
{
    private const int Samples = 8;

    private readonly Lock _gate = new();
    private readonly Queue<(TimeSpan Offset, TimeSpan RoundTrip)> _samples = new();

    /// <summary>How far the other clock is ahead; zero before the first answer.</summary>
    public TimeSpan Value
    {
        get
        {
            lock (_gate)
                return _samples.Count > 0 ? _samples.MinBy(sample => sample.RoundTrip).Offset : TimeSpan.Zero;
        }
    }

    /// <summary>Adds an answer.</summary>
    /// <param name="asked">Our clock at the question.</param>
    /// <param name="answered">The other clock at the answer.</param>
    /// <param name="roundTrip">The time between question and receipt of the answer.</param>
    public void Add(DateTimeOffset asked, DateTimeOffset answered, TimeSpan roundTrip)
    {
        lock (_gate)
        {
            _samples.Enqueue((answered - asked - (roundTrip / 2), roundTrip));
            if (_samples.Count > Samples)
                _samples.Dequeue();
        }
    }
}
