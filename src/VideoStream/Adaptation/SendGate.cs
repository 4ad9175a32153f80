namespace VideoStream.Adaptation;

/// <summary>
/// Whether the next frame may be sent. It may not while it would only queue on the link (<see cref="SendWindow"/>), behind frames that the
/// client has not acknowledged (<see cref="AckLag"/>), or unread in its kernel (<see cref="ClientReading"/>).
/// </summary>
/// <param name="link">What the link carries and has in flight.</param>
/// <param name="reading">How the client's program reads.</param>
/// <param name="target">Maximum queueing delay, in addition to the round-trip time.</param>
internal sealed class SendGate(LinkEstimator link, ClientReading reading, TimeSpan target)
{
    private readonly SendWindow _window = new(link.Tcp, target);
    private readonly AckLag _lag = new(link.Acks, target);
    private readonly SendBlockedTime _blocked = new();

    /// <summary>Whether the last answer was to wait.</summary>
    public bool IsBlocked { get; private set; }

    /// <inheritdoc cref="ClientLag.IsLagging"/>
    public bool IsClientLagging => _lag.IsLagging;

    /// <inheritdoc cref="SendBlockedTime.SinceSending"/>
    public TimeSpan SinceSending(TimeSpan now) => _blocked.SinceSending(now);

    /// <summary>How long to wait before the next frame.</summary>
    /// <param name="nextBytes">Its size.</param>
    /// <param name="allowedRate">Bytes a second that may be sent.</param>
    /// <param name="interval">The time from one frame to the next.</param>
    /// <param name="now">The time.</param>
    /// <returns>Zero if it may be sent now; else the time after which to ask again, unless an acknowledgement comes before.</returns>
    public TimeSpan Wait(double nextBytes, double allowedRate, TimeSpan interval, TimeSpan now)
    {
        TimeSpan wait = _lag.Wait(now);
        if (wait == TimeSpan.Zero)
            wait = _window.Wait(nextBytes, allowedRate, now);
        // Blocked time is a reason for smaller frames, which a program that reads slowly does not need.
        _blocked.Set(wait > TimeSpan.Zero && !reading.WasSlow(now), interval, now);
        TimeSpan unread = reading.Wait(now);
        wait = unread > wait ? unread : wait;
        IsBlocked = wait > TimeSpan.Zero;
        return wait;
    }

    /// <inheritdoc cref="SendBlockedTime.OnSending"/>
    public double? OnSending(TimeSpan now) => _blocked.OnSending(now);

    /// <inheritdoc cref="SendBlockedTime.OnSent"/>
    public void OnSent(TimeSpan interval, TimeSpan now) => _blocked.OnSent(interval, now);

    /// <summary>The client has acknowledged a frame.</summary>
    public void OnAcknowledged(TimeSpan now) => _lag.OnAcknowledged(link.Tcp, now);

    /// <inheritdoc cref="SendBlockedTime.Reset"/>
    public void Reset()
    {
        _blocked.Reset();
        IsBlocked = false;
    }
}
