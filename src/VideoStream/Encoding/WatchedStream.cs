using System.Diagnostics.CodeAnalysis;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// Which stream a subscription watches. A change to a stream with key frames happens with its next one: until then the stream before goes
/// on. Used by one thread at a time.
/// </summary>
/// <param name="variants">The camera's variants.</param>
/// <param name="subscriber">The subscription.</param>
/// <param name="consumer">Is offered the key frame of the next stream.</param>
internal sealed class WatchedStream(VariantSet variants, StreamSubscriber subscriber, IFrameConsumer consumer)
{
    private KeyFrameWaiter? _next;
    private Variant _wanted;

    /// <summary>The stream; null while nothing is watched.</summary>
    public VariantStream? Current { get; private set; }

    /// <summary>The variant that is wanted.</summary>
    public Variant Wanted => _wanted;

    /// <summary>Why the stream that is waited for, or the one that is watched, does not come; null if no reason is known.</summary>
    public string? Problem => _next?.Stream.Encoder.Problem ?? Current?.Encoder.Problem;

    /// <summary>Why another service does not send the stream, in words; null if it does, or if none has to.</summary>
    public string? Refusal => _next?.Stream.Encoder.Refusal ?? Current?.Encoder.Refusal;

    /// <summary>Whether another variant is watched than the wanted one, because there is no room for more.</summary>
    public bool IsSubstituted { get; private set; }

    /// <summary>Watches a variant from now on, or from its next key frame on.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="hasFrame">Whether something of the present stream was taken, so that it is worth going on with it until then.</param>
    /// <returns>Whether another stream is watched now.</returns>
    [MemberNotNull(nameof(Current))]
    public bool Watch(Variant variant, bool hasFrame)
    {
        if (Current is not null && IsWatched(variant))
            return false;
        LeaveNext();
        _wanted = variant;
        if (!hasFrame && !variants.CanBegin(variant) && variants.Encoded(variant) is var encoded && variants.HasRoomFor(encoded))
        {
            // Until the key frame something else is shown.
            Change(encoded);
            (_next, IsSubstituted) = (variants.AwaitKeyFrame(variant, consumer), false);
            return true;
        }

        if (Current is null || !hasFrame || !variant.Encoding.IsH264 || !variants.HasRoomFor(variant))
        {
            Change(variant);
            return true;
        }

        (_next, IsSubstituted) = (variants.AwaitKeyFrame(variant, consumer), false);
        return false;
    }

    /// <summary>
    /// Changes from a camera's own stream, which has nothing to go on with, to what is encoded, until its next key frame.
    /// </summary>
    /// <returns>Whether another stream is watched now.</returns>
    public bool TryDetour()
    {
        if (Current is not { Variant: { Encoding.IsPassedH264: true } passed } || _next is not null)
            return false;
        // Joined first, so that the stream goes on. With the last key frame the viewer could begin, but it has had newer ones.
        var next = variants.AwaitKeyFrame(passed, consumer, (variants.Camera.Newest?.Stamp.Number ?? 0) + 1);
        Change(variants.Encoded(passed));
        (_next, _wanted, IsSubstituted) = (next, passed, false);
        return true;
    }

    /// <summary>
    /// Whether an offered frame is the newest of the stream, and not old. One of a camera's own may be, where nobody waited for a while:
    /// the stream then has not come to the camera's newest.
    /// </summary>
    /// <param name="offered">The frame.</param>
    /// <param name="isCatchingUp">See <see cref="StreamSubscriber.IsCatchingUp"/>.</param>
    /// <param name="frequency">Ticks of the frames' stamps in a second.</param>
    public bool IsFresh(EncodedFrame offered, bool isCatchingUp, long frequency) => Current!.IsLatest(offered)
        && (!Current.Variant.Encoding.IsPassedH264
            || RecentFrames.MayTake(offered, isCatchingUp, variants.Camera.Frames.Newest, frequency));

    /// <summary>
    /// Whether the present stream is to wait for the next one, see <see cref="KeyFrameWaiter.IsNear"/>. Not for a camera's own: when its
    /// key frames come is the camera's business.
    /// </summary>
    /// <param name="newest">When the camera's newest frame was captured, in monotonic ticks.</param>
    public bool MustWait(long newest) => _next is { Stream.Variant.Encoding.IsPassedH264: false } next && next.IsNear(newest);

    /// <summary>Changes to the next stream, if its key frame is there.</summary>
    /// <param name="shown">The number of the frame that was taken last.</param>
    /// <param name="frame">The key frame. The caller releases it.</param>
    public bool TryChange(long shown, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        frame = null;
        if (_next is not { } next || !next.TryTake(shown, out frame))
            return false;
        variants.Leave(Current!, subscriber);
        (Current, _next, IsSubstituted) = (next.Stream, null, next.Stream.Variant != _wanted);
        // A consumer that takes an offered frame right there expects to be offered the next, and it was not the subscription that was.
        Current.Wait(subscriber);
        return true;
    }

    /// <summary>Watches nothing.</summary>
    /// <returns>Whether something was watched.</returns>
    public bool Leave()
    {
        if (Current is null)
            return false;
        LeaveNext();
        variants.Leave(Current, subscriber);
        variants.Camera.Exit();
        Current = null;
        return true;
    }

    /// <summary>Whether a variant is watched, or will be with its next key frame. A substitute is kept until there is room.</summary>
    private bool IsWatched(Variant variant)
    {
        bool isOwn = Current!.Variant == variant;
        if (!isOwn && (_wanted != variant || (_next is null && variants.HasRoomFor(variant))))
            return false;
        if (isOwn)
            LeaveNext();
        (_wanted, IsSubstituted) = (variant, !isOwn && _next is null);
        return true;
    }

    [MemberNotNull(nameof(Current))]
    private void Change(Variant variant)
    {
        VariantStream? before = Current;
        // Without room its own stream may be the one that has to end. With room it joins first, so that a stream that others want is kept.
        bool makeRoom = before is not null && !variants.HasRoomFor(variant);
        if (makeRoom)
            variants.Leave(before!, subscriber);
        Current = variants.Join(variant);
        IsSubstituted = Current.Variant != variant;
        if (before is null)
            variants.Camera.Enter();
        else if (!makeRoom)
            variants.Leave(before, subscriber);
    }

    private void LeaveNext()
    {
        if (_next is { } next)
            variants.Leave(next.Stream, next);
        _next = null;
    }
}
