using System.Diagnostics.CodeAnalysis;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// One variant of one camera, for all its subscriptions. Encodes a frame when a subscription waits for it, once for all, one at a time.
/// Offers it to those that wait, and keeps the newest one for those that ask a moment later.
/// </summary>
internal sealed class VariantStream(
    LatestFrameEncoder encoder,
    WaitingSubscriptions subscriptions,
    EncoderThreads threads,
    EncoderShare share,
    TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LatencyAverage _encodeLatency = new(time);
    private EncodedFrame? _latest;
    private long? _queuedAt;
    private bool _encoding;
    private bool _closed;
    private Action? _encodeNewest;

    public Variant Variant => encoder.Variant;

    /// <inheritdoc cref="IVariantEncoder.HasDynamicOverlay"/>
    public bool HasDynamicOverlay { get; private set; } = encoder.HasDynamicOverlay;

    /// <summary>
    /// Seconds from queueing for an encoder thread to the encoded frame, smoothed; zero if nothing was encoded lately. For any thread.
    /// </summary>
    public double EncodeLatency => _encodeLatency.Seconds;

    /// <summary>The newest encoded frame; null before the first. Its bytes may be gone. For any thread.</summary>
    public EncodedFrame? Latest => Volatile.Read(ref _latest);

    /// <summary>How many subscriptions it has. The owner's lock guards it.</summary>
    internal int Members { get; set; }

    /// <summary>Whether a frame is this stream's newest. For any thread.</summary>
    public bool IsLatest(EncodedFrame frame) => ReferenceEquals(frame, Latest);

    /// <summary>Takes the newest encoded frame if it is fresh. If not, the subscription waits for the next one.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="offered">
    /// A frame that the subscription was offered, and which is as fresh as needed; null for the camera's newest.
    /// </param>
    /// <param name="frame">The frame. The caller releases it.</param>
    public bool TryTake(StreamSubscriber subscription, EncodedFrame? offered, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        lock (_gate)
        {
            FrameStamp newest = encoder.Newest;
            // Without a newest one the camera is lost, and what was encoded meanwhile is no live frame.
            long fresh = newest.Number > 0 ? Math.Min(newest.Number, offered?.Stamp.Number ?? newest.Number) : long.MaxValue;
            if (_latest is { } latest && latest.Stamp.Number >= fresh && subscription.Wants(latest.Stamp))
            {
                // Nothing is encoded for the subscription while it is busy with this one.
                subscriptions.Remove(subscription);
                latest.Retain();
                frame = latest;
                return true;
            }

            frame = null;
            subscriptions.Add(subscription);
            if (encoder.IsUntried(newest) && subscription.Wants(newest))
                Schedule();
            return false;
        }
    }

    /// <summary>Nothing is encoded for a subscription until it asks again.</summary>
    public void Leave(StreamSubscriber subscription)
    {
        lock (_gate)
            subscriptions.Remove(subscription);
    }

    /// <summary>
    /// Encodes a new frame of the camera if a subscription waits for it. A frame that can be passed through needs no encoder thread and is
    /// offered right here.
    /// </summary>
    public void OnFrame(FrameStamp stamp)
    {
        lock (_gate)
        {
            if (_encoding || !IsWanted(stamp))
                return;
            if (!encoder.CanPassThrough)
            {
                Schedule();
                return;
            }

            (_encoding, _queuedAt) = (true, null);
        }

        EncodeNewest();
    }

    /// <summary>Encodes the newest frame and offers it. After any failure the stream can encode again.</summary>
    public void EncodeNewest()
    {
        try
        {
            if (IsStillWanted() && encoder.TryEncode() is { } frame)
                Publish(frame);
        }
        finally
        {
            EndEncode();
        }
    }

    /// <summary>The items of the overlay have changed.</summary>
    public void UpdateOverlay() => HasDynamicOverlay = encoder.HasDynamicOverlay;

    /// <summary>Ends the stream, when it has no subscription any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _latest?.Release();
            _latest = null;
            if (!_encoding)
                encoder.Dispose();
        }
    }

    /// <summary>Makes a frame the newest one, and offers it to those that wait for it.</summary>
    private void Publish(EncodedFrame frame)
    {
        // Before the offers: sending is no part of encoding.
        if (_queuedAt is { } queuedAt)
            _encodeLatency.AddSince(queuedAt);
        // For the time of the offers: the stream may end meanwhile.
        frame.Retain();
        EncodedFrame? before = frame;
        lock (_gate)
        {
            if (!_closed)
            {
                (before, _latest) = (_latest, frame);
                // Without a newest one the camera is lost, and this is no live frame.
                if (encoder.Newest.Number > 0)
                    subscriptions.BeginOffer(frame.Stamp);
            }
        }

        subscriptions.Offer(frame);
        frame.Release();
        before?.Release();
    }

    private void EndEncode()
    {
        lock (_gate)
        {
            _encoding = false;
            subscriptions.EndOffer();
            if (_closed)
                encoder.Dispose();
            else if (IsWanted(encoder.Newest))
                Schedule();
        }
    }

    /// <summary>
    /// Whether a subscription still wants a frame. While the encode waited for a thread, all may have left or changed to other variants. A
    /// client that does so many times a second would fill the threads with encodes for nobody.
    /// </summary>
    private bool IsStillWanted()
    {
        lock (_gate)
            return !_closed && IsWanted(encoder.Newest);
    }

    private bool IsWanted(FrameStamp stamp) => encoder.IsUntried(stamp) && subscriptions.IsWanted(stamp);

    private void Schedule()
    {
        if (_encoding)
            return;
        (_encoding, _queuedAt) = (true, time.GetTimestamp());
        threads.Queue(new EncoderWork(share, Variant, _encodeNewest ??= EncodeNewest));
    }
}
