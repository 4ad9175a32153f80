namespace VideoStream.Adaptation;

/// <summary>What a viewer's link carries, from the kernel's statistics and the client's acknowledgements.</summary>
internal sealed class LinkEstimator
{
    /// <summary>A client with frames in flight that acknowledges none for this long counts as one that does not acknowledge.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    /// <summary>A client that acknowledges has acknowledged its first frame within this time.</summary>
    private static readonly TimeSpan FirstAcknowledgement = TimeSpan.FromSeconds(2);

    private readonly LinkStatistics _statistics = new();
    private TimeSpan _changedAt;

    public TcpEstimator Tcp { get; } = new();

    public AckEstimator Acks { get; } = new();

    /// <summary>What other connections do to the link.</summary>
    public CrossTrafficEstimator CrossTraffic { get; } = new();

    /// <summary>Whether the client acknowledges frames.</summary>
    public bool Acknowledges
    {
        get;
        private set => (field, Tcp.IsProxyBounded) = (value, value);
    }

    /// <summary>The delivery rate in bytes a second; infinite while unknown.</summary>
    public double Rate => Acknowledges && (IsProxied || !Tcp.IsRateKnown) ? Acks.Rate : Tcp.Rate;

    /// <summary>
    /// Whether the client is slow, not the link: it has no room to receive, or acknowledges much later than its kernel. Behind a proxy that
    /// does not show.
    /// </summary>
    public bool IsClientSlow => !Acknowledges ? Tcp.IsReceiverLimited : !IsProxied && _statistics.IsClientSlowerThanKernel;

    /// <summary>Whether the kernel's statistics are those of the way to a proxy, which is not the one that limits.</summary>
    public bool IsProxied => Tcp.ProxyDelay > TimeSpan.Zero;

    /// <summary>The number of frames that are recorded as in flight.</summary>
    public int FramesInFlight => Math.Max(Tcp.FramesInFlight, Acks.FramesInFlight);

    /// <summary>Whether nothing shows how frames arrive: there are neither kernel statistics nor acknowledgements.</summary>
    public bool LacksFeedback(TimeSpan now) => !Tcp.IsKnown && !Acknowledges && now - Acks.AwaitedSince >= FirstAcknowledgement;

    /// <summary>
    /// What the link carries. The least is the lower of the kernel's and the client's rate, because acknowledgements are the first to show
    /// that a link has become slow. They are ignored while the client is slow: that does not depend on bytes.
    /// </summary>
    public LinkCapacity Capacity(TimeSpan now)
    {
        if (Acknowledges && (IsProxied || !Tcp.IsRateKnown))
            return new(Acks.Rate, Acks.IsRateRecent(now) ? Acks.Rate : double.PositiveInfinity);
        bool useAcks = Acknowledges && !IsClientSlow && !Tcp.IsInSlowStart(now);
        return new(
            useAcks ? Math.Min(Acks.Rate, Tcp.Rate) : Tcp.Rate,
            Tcp.IsRateLimit(now) ? Tcp.BestRate : double.PositiveInfinity);
    }

    /// <summary>A frame is passed to the socket.</summary>
    public void OnSending(SentFrame frame)
    {
        Tcp.OnSending(frame);
        Acks.OnSending(frame);
    }

    /// <summary>Adds a sample of the kernel's statistics.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="isClientLagging">Whether only acknowledgements count.</param>
    /// <param name="isProgramSlow">Whether the client's program is slow, so that the sample does not measure the link's rate.</param>
    /// <param name="now">When it was taken.</param>
    /// <param name="delivery">The last frame that has arrived.</param>
    /// <returns>Whether one has, and counts: not if its acknowledgement by the client is still expected.</returns>
    public bool TryObserve(TcpSnapshot sample, bool isClientLagging, bool isProgramSlow, TimeSpan now, out Delivery delivery)
    {
        if (!Tcp.TryObserve(sample, isProgramSlow, now, out delivery))
            return false;
        _statistics.AddKernel(delivery);
        Compare(delivery, now);
        if (Acknowledges && (IsProxied || isClientLagging || !Acks.HasTwoSentUntil(delivery.SentAt)))
            return false;
        _statistics.Add(delivery);
        return true;
    }

    /// <summary>The client has acknowledged a frame.</summary>
    /// <returns>False if it was not sent, or was acknowledged before.</returns>
    public bool TryAcknowledge(long number, TimeSpan now, out Delivery delivery)
    {
        bool didBefore = Acknowledges;
        // Before it counts: it begins with the way behind a proxy.
        Acknowledges = true;
        if (!Acks.TryAcknowledge(number, now, Tcp, out delivery))
        {
            Acknowledges = didBefore;
            return false;
        }

        _statistics.Add(delivery);
        return true;
    }

    /// <summary>Detects that the client has stopped acknowledging.</summary>
    public void DetectSilence(TimeSpan now)
    {
        if (now - Acks.AwaitedSince > LongestSilence)
            Acknowledges = false;
    }

    /// <summary>The viewer is sent larger or smaller frames from now on.</summary>
    public void OnRenditionChanged(TimeSpan now)
    {
        _changedAt = now;
        CrossTraffic.OnChanged();
    }

    /// <inheritdoc cref="LinkStatistics.TakeNewAge"/>
    public TimeSpan? TakeNewAge() => _statistics.TakeNewAge();

    public LinkReport Report(LimitedBy limit) => _statistics.Report(Rate, limit);

    /// <summary>Compares the delay of frames with their size. Only the kernel's view: a client may be slow itself.</summary>
    private void Compare(Delivery delivery, TimeSpan now)
    {
        if (delivery.SentAt < _changedAt)
            return;
        if (CrossTraffic.OnDelivered(delivery.Bytes, delivery.RoundTrip - Tcp.MinRtt))
            Tcp.SetRate(CrossTraffic.Rate, now);
        Tcp.CrossDelay = CrossTraffic.Delay;
    }
}
