using VideoStream.Configuration;

namespace VideoStream.Adaptation;

/// <summary>Signs of a link that is full, and of one that is not, since the rendition changed.</summary>
internal sealed class CongestionDetector(AdaptiveOptions options)
{
    /// <summary>A larger share of the time in which frames were blocked means that the link is full.</summary>
    private const double LargestBlockedShare = 0.12;

    private const int LateInARow = 2, ManyFrames = 15, ClearlyFaster = 2;

    private int _delivered;
    private int _late;
    private int _notEarly;
    private int _fastInARow;
    private double _blockedShare;

    /// <summary>Whether a frame has arrived.</summary>
    public bool HasDeliveries => _delivered > 0;

    /// <summary>Whether enough frames have arrived to judge by.</summary>
    public bool HasManyDeliveries => _delivered >= ManyFrames;

    /// <summary>Whether the last two frames were late, or the last one was twice too late.</summary>
    public bool IsQueueing => _late >= LateInARow;

    /// <summary>Whether frames were blocked by those in flight.</summary>
    public bool IsWindowLimited => _blockedShare > LargestBlockedShare;

    /// <summary>Whether at least 19 of 20 frames arrived early.</summary>
    public bool IsUncongested => _notEarly * 20 <= _delivered;

    /// <summary>
    /// Whether the last frames took less than half of the time that the measured rate implies. Either the link has become faster, or small
    /// frames pass a shaper's bucket.
    /// </summary>
    public bool IsFasterThanMeasured => _fastInARow >= ManyFrames;

    /// <summary>A frame has arrived.</summary>
    /// <param name="delivery">When it was sent, and its delay.</param>
    /// <param name="tolerance">The part of the delay that is no sign of a queue.</param>
    /// <param name="expected">The delay that the measured rate implies.</param>
    public void OnDelivered(Delivery delivery, TimeSpan tolerance, TimeSpan expected)
    {
        _delivered++;
        double delayMs = (delivery.QueueingDelay - tolerance).TotalMilliseconds;
        _late = delayMs > Math.Min(options.SlowAckMs, options.TargetDelay) ? _late + 1 : 0;
        if (delayMs > 2 * options.TargetDelay)
            _late = LateInARow;
        if (delayMs >= options.FastAckMs)
            _notEarly++;
        _fastInARow = delivery.QueueingDelay * ClearlyFaster <= expected ? _fastInARow + 1 : 0;
    }

    /// <summary>A frame is sent.</summary>
    /// <param name="blockedShare">The share of the time since the frame before in which it was blocked.</param>
    public void OnSending(double blockedShare)
    {
        // Before the first delivery, frames of the previous rendition are still in flight.
        if (HasDeliveries)
            _blockedShare += (blockedShare - _blockedShare) / 8;
    }

    /// <summary>Ignores the late frames so far.</summary>
    public void ExcuseLateness() => _late = 0;

    /// <summary>The rendition has changed.</summary>
    public void Reset() => (_delivered, _late, _notEarly, _fastInARow, _blockedShare) = (0, 0, 0, 0, 0);
}
