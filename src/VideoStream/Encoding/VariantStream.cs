using System.Diagnostics.CodeAnalysis;
using VideoStream.Cameras;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// One variant of one camera, for all its subscriptions. Encodes a frame when a subscription waits for it, once for all, one at a time, and
/// offers it to those that wait. What it keeps for those that ask a moment later depends on the codec.
/// </summary>
internal abstract class VariantStream(
    LatestFrameEncoder encoder,
    WaitingSubscriptions subscriptions,
    EncoderThreads threads,
    EncoderShare share,
    TimeProvider time) : IDisposable
{
    private readonly LatencyAverage _encodeLatency = new(time);
    private long? _queuedAt;
    private bool _hasBegun;
    private Action? _encodeNewest;

    public Variant Variant => encoder.Variant;

    /// <inheritdoc cref="IVariantEncoder.HasDynamicOverlay"/>
    public bool HasDynamicOverlay { get; private set; } = encoder.HasDynamicOverlay;

    /// <summary>
    /// Seconds from queueing for an encoder thread to the encoded frame, smoothed; zero if nothing was encoded lately. For any thread.
    /// </summary>
    public double EncodeLatency => _encodeLatency.Seconds;

    /// <summary>The newest encoded frame; null before the first. Its bytes may be gone. For any thread.</summary>
    public abstract EncodedFrame? Latest { get; }

    /// <summary>Those that wait for a frame. For any thread.</summary>
    internal StreamSubscriber[] CopyWaiting()
    {
        lock (Gate)
            return subscriptions.Waiting;
    }

    /// <summary>How many subscriptions it has. The owner's lock guards it.</summary>
    internal int Members { get; set; }

    /// <summary>Whether a frame is this stream's newest. For any thread.</summary>
    public bool IsLatest(EncodedFrame frame) => ReferenceEquals(frame, Latest);

    /// <summary>The lock of all that changes.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>Whether an encode is queued or going on, or what it made is being offered. The lock guards it.</summary>
    protected bool IsEncoding { get; set; }

    /// <summary>Whether it has ended. The lock guards it.</summary>
    protected bool IsClosed { get; private set; }

    internal LatestFrameEncoder Encoder => encoder;

    protected WaitingSubscriptions Subscriptions => subscriptions;

    /// <summary>Whether the camera delivers. If not, what was encoded meanwhile is no live frame.</summary>
    protected bool IsLive => encoder.Newest.Number > 0;

    /// <summary>Takes an encoded frame if there is one to take now. If not, the subscription waits for the next one.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="offered">A frame that it was offered, and which is as fresh as needed; null for the camera's newest.</param>
    /// <param name="frame">The frame. The caller releases it.</param>
    public bool TryTake(StreamSubscriber subscription, EncodedFrame? offered, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        lock (Gate)
        {
            frame = Find(subscription, offered);
            if (frame is not null)
            {
                // Nothing is encoded for the subscription while it is busy with this one.
                subscriptions.Remove(subscription);
                frame.Retain();
                return true;
            }

            subscriptions.Add(subscription);
            if (IsWantedBy(subscription, encoder.Newest))
                Schedule();
            return false;
        }
    }

    /// <summary>A subscription is offered the next frame.</summary>
    public void Wait(StreamSubscriber subscription)
    {
        lock (Gate)
            subscriptions.Add(subscription);
    }

    /// <summary>Nothing is encoded for a subscription until it asks again.</summary>
    public void Leave(StreamSubscriber subscription)
    {
        lock (Gate)
            subscriptions.Remove(subscription);
    }

    /// <summary>Encodes a new frame if somebody waits for it. What can be passed through is offered right here, without a thread.</summary>
    public void OnFrame(FrameStamp stamp)
    {
        lock (Gate)
        {
            if (IsEncoding || !IsWanted(stamp))
                return;
            if (!encoder.CanPassThrough)
            {
                Schedule();
                return;
            }

            (IsEncoding, _queuedAt) = (true, null);
        }

        EncodeNewest();
    }

    /// <summary>Encodes the newest frame and offers it. After any failure the stream can encode again.</summary>
    public void EncodeNewest()
    {
        EncodedFrame? frame = null;
        try
        {
            if (TryBegin())
                frame = encoder.TryEncode();
            if (frame is not null)
                Publish(frame, _queuedAt);
        }
        finally
        {
            EndEncode(hasOffered: frame is not null);
        }
    }

    /// <summary>The items of the overlay have changed.</summary>
    public void UpdateOverlay() => HasDynamicOverlay = encoder.HasDynamicOverlay;

    /// <summary>What a subscription may take now of that which is encoded; null if nothing. Inside the lock.</summary>
    protected abstract EncodedFrame? Find(StreamSubscriber subscription, EncodedFrame? offered);

    /// <summary>Keeps a frame, with a reference of its own. Those that it is offered to do not wait any more. Inside the lock.</summary>
    /// <returns>The frames that it replaces. The caller releases them, before the next call.</returns>
    protected abstract IReadOnlyList<EncodedFrame> Keep(EncodedFrame frame);

    /// <summary>Releases all frames. Inside the lock.</summary>
    protected abstract void Clear();

    /// <summary>Whether a frame of the camera may be encoded now, if somebody wants it. Inside the lock.</summary>
    protected virtual bool IsDue(FrameStamp stamp) => encoder.IsUntried(stamp);

    /// <summary>An encode has returned.</summary>
    /// <param name="stamp">The last frame that was encoded, or failed to be: perhaps the same as before. Inside the lock.</param>
    protected virtual void OnTried(FrameStamp stamp)
    {
    }

    /// <summary>Ends the stream, when it has no subscription any more.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            IsClosed = true;
            Clear();
            // What is only queued does not begin any more, and never gets a thread if the service stops.
            if (!_hasBegun)
                encoder.Dispose();
        }
    }

    /// <summary>When the encode of a frame that is done now was begun, in monotonic ticks.</summary>
    protected long StartOf(EncodedFrame frame) => time.GetTimestamp() - time.Ticks(frame.EncodeTime.GetValueOrDefault());

    /// <summary>Makes a frame the newest one, and offers it to those that wait for it. Releases it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="since">When it was queued, in monotonic ticks; null if it needed no encode.</param>
    protected void Publish(EncodedFrame frame, long? since)
    {
        // Before the offers: sending is no part of encoding.
        if (since is { } queuedAt)
            _encodeLatency.AddSince(queuedAt);
        IReadOnlyList<EncodedFrame> replaced = [];
        lock (Gate)
        {
            if (!IsClosed)
            {
                if (IsLive)
                    subscriptions.BeginOffer(frame);
                replaced = Keep(frame);
            }
        }

        // Last: a consumer that released the frame before too often must not cost the others this one.
        subscriptions.Offer(frame);
        frame.Release();
        for (int i = 0; i < replaced.Count; i++)
            replaced[i].Release();
    }

    private void EndEncode(bool hasOffered)
    {
        lock (Gate)
        {
            bool hasBegun = _hasBegun;
            (IsEncoding, _hasBegun) = (false, false);
            OnTried(encoder.Tried);
            // A frame that comes later may be offered right now, by another thread.
            if (hasOffered)
                subscriptions.EndOffer();
            if (!IsClosed && IsWanted(encoder.Newest))
                Schedule();
            else if (IsClosed && hasBegun)
                encoder.Dispose();
        }
    }

    /// <summary>Begins an encode, unless nobody wants the frame any more: all may have left while it waited for a thread.</summary>
    private bool TryBegin()
    {
        // A client that comes and goes many times a second would fill the threads with encodes for nobody.
        lock (Gate)
            return _hasBegun = !IsClosed && IsWanted(encoder.Newest);
    }

    /// <summary>Whether a frame of the camera may be encoded now, and somebody wants it. Inside the lock.</summary>
    protected virtual bool IsWanted(FrameStamp stamp) => IsDue(stamp) && subscriptions.IsWanted(stamp);

    /// <summary>The same for a subscription that waits. Inside the lock.</summary>
    protected virtual bool IsWantedBy(StreamSubscriber subscription, FrameStamp stamp) => IsDue(stamp) && subscription.Wants(stamp);

    /// <summary>Queues an encode, unless there is one. Inside the lock.</summary>
    protected void Schedule()
    {
        if (IsEncoding)
            return;
        (IsEncoding, _queuedAt) = (true, time.GetTimestamp());
        threads.Queue(new EncoderWork(share, Variant, _encodeNewest ??= EncodeNewest));
    }
}
