using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// The subscriptions of one stream that wait for a frame, and those that are being offered one. The stream's lock guards every call except
/// <see cref="Offer"/>.
/// </summary>
internal sealed partial class WaitingSubscriptions(Variant variant, EncodeStatistics statistics, ILogger logger)
{
    /// <summary>How many others come before one whose memory is asked for, where little is done for each.</summary>
    private const int Ahead = 8;

    /// <summary>How much memory a subscription takes, in lines of the processor's cache.</summary>
    private const int SubscriberLines = 4;

    private List<StreamSubscriber> _waiting = [];
    private List<StreamSubscriber> _offered = [];

    /// <summary>A copy of those that wait.</summary>
    public StreamSubscriber[] Waiting => [.. _waiting];

    /// <summary>Whether there is one that waits.</summary>
    public bool Any => _waiting.Count > 0;

    /// <summary>Whether a waiting subscription wants a frame.</summary>
    public bool IsWanted(FrameStamp stamp)
    {
        foreach (StreamSubscriber subscription in _waiting)
        {
            if (subscription.Wants(stamp))
                return true;
        }

        return false;
    }

    /// <summary>Whether a waiting subscription can decode nothing until a key frame.</summary>
    /// <param name="newestBase">The number of the stream's newest frame of the base layer.</param>
    public bool AnyNeedsKeyFrame(long newestBase)
    {
        foreach (StreamSubscriber subscription in _waiting)
        {
            if (subscription.NeedsKeyFrame(newestBase))
                return true;
        }

        return false;
    }

    /// <summary>A subscription begins to wait.</summary>
    public void Add(StreamSubscriber subscription)
    {
        if (!subscription.IsWaiting)
            _waiting.Add(subscription);
        (subscription.IsWaiting, subscription.OfferedBy) = (true, null);
    }

    /// <summary>A subscription waits no more. An offer that is going on does not make it wait again.</summary>
    public void Remove(StreamSubscriber subscription)
    {
        if (subscription.IsWaiting)
            _waiting.Remove(subscription);
        (subscription.IsWaiting, subscription.OfferedBy) = (false, null);
    }

    /// <summary>Chooses the subscriptions that want a frame. <see cref="Offer"/> and <see cref="EndOffer"/> must follow.</summary>
    public void BeginOffer(EncodedFrame frame)
    {
        (_waiting, _offered) = (_offered, _waiting);
        int wanting = 0;
        for (int i = 0; i < _offered.Count; i++)
        {
            if (i + Ahead < _offered.Count)
                CachePrefetch.Of(_offered[i + Ahead], SubscriberLines);
            StreamSubscriber subscription = _offered[i];
            if (subscription.Wants(frame) || subscription.IsCutOffBy(frame))
            {
                (subscription.IsWaiting, subscription.OfferedBy) = (false, this);
                _offered[wanting++] = subscription;
            }
            else
            {
                _waiting.Add(subscription);
            }
        }

        _offered.RemoveRange(wanting, _offered.Count - wanting);
    }

    /// <summary>Offers the frame to those that were chosen. Outside the lock, because they may send it right here.</summary>
    public void Offer(EncodedFrame frame)
    {
        int wanting = 0;
        for (int i = 0; i < _offered.Count; i++)
        {
            PrefetchAfter(i);
            if (TryOffer(frame, _offered[i]))
                _offered[wanting++] = _offered[i];
        }

        _offered.RemoveRange(wanting, _offered.Count - wanting);
    }

    /// <summary>Those that want the next frame wait for it, except those that asked for one themselves or left meanwhile.</summary>
    public void EndOffer()
    {
        for (int i = 0; i < _offered.Count; i++)
        {
            if (i + Ahead < _offered.Count)
                CachePrefetch.Of(_offered[i + Ahead], lines: 1);
            if (_offered[i].OfferedBy == this)
                Add(_offered[i]);
        }

        _offered.Clear();
    }

    /// <summary>Asks for what the next offers need while this one is made, a step further into each.</summary>
    private void PrefetchAfter(int i)
    {
        if (i + 6 >= _offered.Count)
            return;
        CachePrefetch.Of(_offered[i + 6], SubscriberLines);
        for (int ahead = 5; ahead > 0; ahead--)
            _offered[i + ahead].Prefetch(ahead);
    }

    private bool TryOffer(EncodedFrame frame, StreamSubscriber subscription)
    {
        try
        {
            return subscription.Offer(frame);
        }
        catch (Exception e)
        {
            // The other subscriptions still get the frame.
            if (statistics.AddOfferFailure())
                LogOfferFailed(e, variant);
            return false;
        }
    }
}
