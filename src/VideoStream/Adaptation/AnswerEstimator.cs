namespace VideoStream.Adaptation;

/// <summary>
/// The time from a question to the answer of the client's program. Unlike the kernel's round trip it includes what is behind a proxy. An
/// answer takes no work, but a program that is busy when it connects reads the question late. It is asked again when it has read all that
/// was sent.
/// </summary>
internal sealed class AnswerEstimator
{
    /// <summary>How long frames may be held until the client has read all that was sent.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(1);

    private int _questions;
    private TimeSpan? _askedAt;
    private TimeSpan _answeredAt;

    /// <summary>The shortest time from a question to its answer; zero before the first.</summary>
    public TimeSpan Shortest { get; private set; }

    /// <summary>Whether the client has answered the first question, and was not asked again.</summary>
    public bool IsFirst => _questions == 1 && _askedAt is null;

    /// <summary>Whether frames may still be held for a second question.</summary>
    public bool MayHold(TimeSpan now) => IsFirst && now - _answeredAt < LongestHold;

    /// <summary>The client is asked.</summary>
    public void OnAsked(TimeSpan now) => (_askedAt, _questions) = (now, _questions + 1);

    /// <summary>The client has answered.</summary>
    /// <returns>False if it was not asked, or has answered before.</returns>
    public bool TryAnswer(TimeSpan now)
    {
        if (_askedAt is not { } at)
            return false;
        TimeSpan took = now - at;
        (_askedAt, _answeredAt) = (null, now);
        Shortest = _questions == 1 || took < Shortest ? took : Shortest;
        return true;
    }

    /// <summary>The client has answered for a frame, which took no longer than this without the frame's bytes.</summary>
    public void OnAnswered(TimeSpan took) => Shortest = took < Shortest ? took : Shortest;
}
