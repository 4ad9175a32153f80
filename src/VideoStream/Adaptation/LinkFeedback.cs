namespace VideoStream.Adaptation;

/// <summary>Passes what was sent, sampled and acknowledged on to the parts that decide, each where it counts.</summary>
/// <param name="link">What the link carries.</param>
/// <param name="reading">How the client's program reads.</param>
/// <param name="gate">Whether a frame may be sent.</param>
/// <param name="selector">Which rendition to send.</param>
internal sealed class LinkFeedback(LinkEstimator link, ClientReading reading, SendGate gate, RenditionSelector selector)
{
    /// <summary>Whether this machine is overloaded, which makes frames late on any link.</summary>
    public bool IsOverloaded { get; set; }

    /// <summary>Whether the program is slow, and not the link: that has delivered all.</summary>
    public bool IsHeldByProgram(TimeSpan now) => reading.WasSlow(now) && link.Tcp.BytesInFlight == 0;

    /// <summary>A frame is passed to the socket.</summary>
    public void Record(SentFrame frame, bool asks)
    {
        link.OnSending(frame);
        reading.OnSending(frame, asks);
        if (gate.OnSending(frame.SentAt) is not { } blockedShare)
            return;
        bool isExcused = IsOverloaded || reading.WasSlow(frame.SentAt) || link.Tcp.IsInSlowStart(frame.SentAt);
        selector.OnSending(isExcused ? 0 : blockedShare);
    }

    /// <summary>The kernel's statistics were sampled.</summary>
    public void Observe(TcpSnapshot sample, TimeSpan now)
    {
        // The kernel of a program that reads slowly has no room, or delays its acknowledgements.
        bool isDelivered = link.TryObserve(sample, gate.IsClientLagging, reading.WasSlow(now), now, out Delivery delivery);
        reading.OnSampled(sample, now);
        if (isDelivered && IsHeldByProgram(now))
            OnDelivered(delivery with { QueueingDelay = TimeSpan.Zero }, now);
        else if (isDelivered && !reading.WasSlow(now))
            OnDelivered(delivery, now);
    }

    /// <summary>The client has acknowledged a frame.</summary>
    /// <returns>False if it was not sent, or was acknowledged before.</returns>
    public bool TryAcknowledge(long number, TimeSpan now)
    {
        if (!link.TryAcknowledge(number, now, out Delivery delivery))
            return false;
        gate.OnAcknowledged(now);
        OnDelivered(delivery, now);
        return true;
    }

    /// <summary>What keeps the viewer from getting more.</summary>
    /// <param name="isOverloaded">Whether this machine limits it now.</param>
    /// <param name="cameraRate">The frames a second that the camera captures.</param>
    public LimitedBy Limit(bool isOverloaded, double cameraRate)
    {
        if (reading.IsSlow)
            return LimitedBy.Client;
        if (selector.IsWindowLimited || selector.IsReduced)
            return link.IsClientSlow ? LimitedBy.Client : LimitedBy.Link;
        if (selector.IsReducedUpstream)
            return LimitedBy.Upstream;
        if (isOverloaded)
            return LimitedBy.Server;
        // The camera's rate is measured, and varies by some percent.
        return cameraRate > selector.AskedRate * 1.05 ? LimitedBy.Client : LimitedBy.Camera;
    }

    private void OnDelivered(Delivery delivery, TimeSpan now)
    {
        if (!IsOverloaded)
            selector.OnDelivered(delivery, link.Tcp.DelayTolerance(now), link.Rate);
    }
}
