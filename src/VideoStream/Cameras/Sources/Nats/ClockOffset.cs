namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// How far another machine's clock is ahead of ours, estimated as NTP does it: the answer to a question was written between its two ends,
/// most likely half way, and the quickest answer of the last minute says it best, less what clocks drift apart meanwhile (RFC 5905, 10:
/// clock filter). So answers that wait in a queue with the frames do not count.
/// </summary>
internal sealed class ClockOffset
{
    private const int Samples = 120;

    /// <summary>How much more wrong an answer is a second later: two clocks that each drift by 50 millionths.</summary>
    private const double Drift = 100e-6;

    private readonly Lock _gate = new();
    private readonly Queue<Sample> _samples = new();
    private TimeSpan _value;

    /// <summary>How far the other clock is ahead; zero before the first answer.</summary>
    public TimeSpan Value
    {
        get
        {
            lock (_gate)
                return _value;
        }
    }

    /// <summary>Adds an answer.</summary>
    /// <param name="asked">Our clock at the question.</param>
    /// <param name="answered">The other clock at the answer.</param>
    /// <param name="roundTrip">The time between question and receipt of the answer.</param>
    /// <returns>Whether one of the clocks was set since the last answer.</returns>
    public bool Add(DateTimeOffset asked, DateTimeOffset answered, TimeSpan roundTrip)
    {
        var added = new Sample(asked, answered - asked - (roundTrip / 2), roundTrip / 2);
        lock (_gate)
        {
            // What can't both be true: one of the clocks was set.
            bool wasSet = _samples.Count > 0 && (added.Offset - _value).Duration() > added.Error + Best(asked).ErrorAt(asked);
            if (wasSet)
                _samples.Clear();
            _samples.Enqueue(added);
            if (_samples.Count > Samples)
                _samples.Dequeue();
            _value = Best(asked).Offset;
            return wasSet;
        }
    }

    private Sample Best(DateTimeOffset now) => _samples.MinBy(sample => sample.ErrorAt(now));

    /// <param name="At">When it was asked for.</param>
    /// <param name="Offset">How far the other clock seemed to be ahead.</param>
    /// <param name="Error">By how much that can be wrong.</param>
    private readonly record struct Sample(DateTimeOffset At, TimeSpan Offset, TimeSpan Error)
    {
        public TimeSpan ErrorAt(DateTimeOffset now) => Error + ((now - At) * Drift);
    }
}
