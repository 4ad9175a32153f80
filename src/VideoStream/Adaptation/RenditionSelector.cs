using VideoStream.Configuration;

namespace VideoStream.Adaptation;

/// <summary>Chooses the rendition of one viewer: what it asked for or, if it may follow the link, what the link carries of that.</summary>
/// <param name="options">Limits and steps.</param>
/// <param name="demand">What renditions need.</param>
internal sealed class RenditionSelector(AdaptiveOptions options, RenditionDemand demand)
{
    /// <summary>The bytes that a new connection sends in its first round trip: ten packets (RFC 6928).</summary>
    private const double InitialWindow = 14_000;

    /// <summary>The share of the link from the service that encodes to fill after a change.</summary>
    private const double UpstreamMargin = 0.85;

    private readonly RungSelector _rungs = new(options, demand.BytesPerSecond);
    private RenditionLadder? _ladder;
    private RenditionRequest _request;

    /// <summary>The rendition to send; default before the first request.</summary>
    public Rendition Rendition => _ladder is not null && _request.Adaptive ? _ladder[_rungs.Rung] : _request.Asked;

    /// <summary>The frames a second that the viewer asked for; infinite before the first request.</summary>
    public double AskedRate => _ladder is null ? double.PositiveInfinity : _request.Asked.Rate;

    /// <summary>Whether the viewer gets what it asked for.</summary>
    public bool IsAsked => Rendition == _request.Asked;

    /// <summary>Whether adaptation has chosen less than the viewer asked for, because of its link.</summary>
    public bool IsReduced => _request.Adaptive && _rungs.Rung > Math.Max(_rungs.Best, _ladder?.Ceiling ?? 0);

    /// <summary>Whether the link from the service that encodes does not carry what the viewer asked for.</summary>
    public bool IsReducedUpstream => _request.Adaptive
        ? _rungs.Best > 0 || (_ladder is not null && !demand.IsCarriedUpstream(_ladder[_rungs.Best], share: 1))
        : _ladder is not null && !demand.IsCarriedUpstream(_request.Asked, share: 1);

    /// <inheritdoc cref="CongestionDetector.IsWindowLimited"/>
    public bool IsWindowLimited => _rungs.IsWindowLimited;

    /// <summary>
    /// Bytes a second that may be sent. While frames arrive early up to twice the measured rate is allowed. Otherwise TCP's slow start on a
    /// long link would never end, because the link would never be full.
    /// </summary>
    public double AllowedRate(double measured) => _rungs.IsUncongested && _request.Adaptive
        ? Math.Max(measured, Math.Min(demand.BytesPerSecond(Rendition), 2 * measured))
        : measured;

    /// <summary>Follows what the viewer asks for, as far as the link carries it.</summary>
    public void SetRequest(RenditionRequest request, TimeSpan now)
    {
        if (_ladder is not null && request == _request)
            return;
        bool isFirst = _ladder is null || !_request.Adaptive;
        Rendition previous = Rendition;
        _request = request;
        _ladder = request.Video is { } video
            ? new RenditionLadder(request.Asked, video)
            : new RenditionLadder(request.Asked, request.Source, options);
        if (request.IsPassthrough && !_rungs.HasDowngraded)
            _rungs.Start(0, now);
        else if (isFirst)
            _rungs.Start(FirstRung(), now);
        else
            _rungs.Continue(_ladder, previous, now);
    }

    /// <summary>Chooses what to send next, after the first request.</summary>
    /// <returns>Whether the rendition changed.</returns>
    public bool Select(LinkCapacity capacity, TimeSpan now)
    {
        FollowUpstream();
        return _request.Adaptive && (AvoidRefused(now) || _rungs.Select(_ladder!, capacity, now));
    }

    /// <summary>Returns to what the viewer asked for, where nothing shows how frames arrive.</summary>
    /// <returns>Whether the rendition changed.</returns>
    public bool SelectBest(TimeSpan now)
    {
        FollowUpstream();
        return _request.Adaptive && (AvoidRefused(now) || _rungs.SelectBest(_ladder!, now));
    }

    /// <summary>A frame has arrived.</summary>
    /// <param name="delivery">When it was sent, and its delay.</param>
    /// <param name="tolerance">The part of the delay that is no sign of a queue.</param>
    /// <param name="linkRate">The measured rate in bytes a second; infinite while unknown.</param>
    public void OnDelivered(Delivery delivery, TimeSpan tolerance, double linkRate) =>
        _rungs.OnDelivered(delivery, tolerance, TimeSpan.FromSeconds(demand.FrameBytes(Rendition) / linkRate));

    /// <inheritdoc cref="CongestionDetector.OnSending"/>
    public void OnSending(double blockedShare) => _rungs.OnSending(blockedShare);

    private void FollowUpstream()
    {
        // Estimates vary, and to and fro at the limit would be one variant after another.
        int best = BestUpstream(UpstreamMargin);
        if (_rungs.Best > best || _rungs.Best < BestUpstream(share: 1) || demand.IsRefused(_ladder![_rungs.Best]))
            _rungs.Best = best;
    }

    /// <summary>
    /// The best rung that is not refused and is carried. If none is carried, the smallest that is not refused. If all are refused, what the
    /// viewer asked for, so that it hears why that does not come.
    /// </summary>
    private int BestUpstream(double share)
    {
        int smallest = 0;
        for (int rung = 0; rung <= _ladder!.Smallest; rung++)
        {
            if (demand.IsRefused(_ladder[rung]))
                continue;
            if (demand.IsCarriedUpstream(_ladder[rung], share))
                return rung;
            smallest = rung;
        }

        return smallest;
    }

    /// <summary>Leaves a rung that is refused: for the next smaller one that is not, else for the next better one.</summary>
    private bool AvoidRefused(TimeSpan now)
    {
        int present = _rungs.Rung;
        if (!demand.IsRefused(_ladder![present]))
            return false;
        int rung = present + 1;
        while (rung < _ladder.Count && demand.IsRefused(_ladder[rung]))
            rung++;
        if (rung == _ladder.Count)
            rung = present - 1;
        while (rung > 0 && demand.IsRefused(_ladder[rung]))
            rung--;
        return _rungs.MoveTo(Math.Max(rung, 0), now);
    }

    /// <summary>
    /// Slow start: the best quality that arrives in one round trip, else the lowest. Always in full size, because programs take the size of
    /// the first frame for the stream's.
    /// </summary>
    private int FirstRung()
    {
        int rung = 0;
        while (rung < _ladder!.LowestInFullSize && demand.FirstFrameBytes(_ladder[rung]) > InitialWindow)
            rung++;
        return rung;
    }
}
