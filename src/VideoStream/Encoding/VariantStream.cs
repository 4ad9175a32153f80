using System.Diagnostics.CodeAnalysis;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// One variant of one camera, and everybody who watches it. Encodes a frame when somebody waits for it, once for all of them
/// (at most one encode of a variant is under way), and keeps the newest one for those who come a moment later.
/// </summary>
internal sealed partial class VariantStream(
    Variant variant,
    LatestFrame frames,
    IVariantEncoder encoder,
    EncoderThreads threads,
    EncodeStatistics statistics,
    EncodedSizeModel bytes,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LatencyAverage _encodeLatency = new(time);
    private List<VariantSubscription> _waiting = [];
    private List<VariantSubscription> _served = [];
    private EncodedFrame? _latest;
    private long _lastTried;
    private long? _queuedAt;
    private bool _encoding;
    private bool _closed;

    public Variant Variant => variant;

    /// <summary>Whether each of its frames shows something else, even where the camera's don't.</summary>
    public bool HasDynamicOverlay => encoder.HasDynamicOverlay;

    /// <summary>
    /// Seconds from queueing for an encoder thread to the encoded frame, smoothed; zero where nothing was encoded lately. For any thread.
    /// </summary>
    public double EncodeLatency => _encodeLatency.Seconds;

    /// <summary>How many watch it. Guarded by the owner's lock.</summary>
    internal int Members { get; set; }

    /// <summary>
    /// Takes the newest encoded frame, if the feed has not had it and it is the camera's newest or was made for this feed. Else the
    /// feed is woken when there is one.
    /// </summary>
    public bool TryTake(VariantSubscription feed, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        lock (_gate)
        {
            FrameStamp newest = frames.Newest;
            // No newest: the camera is lost, and what was encoded meanwhile is no live frame.
            bool fresh = newest.Number > 0 && (feed.IsServed || _latest?.Stamp.Number >= newest.Number);
            feed.IsServed = false;
            if (fresh && _latest is { } latest && feed.Wants(latest.Stamp))
            {
                // It may have waited for a later one, if it was slower until now; nothing is to be encoded for it while it is busy.
                StopWaiting(feed);
                latest.Retain();
                frame = latest;
                return true;
            }

            frame = null;
            if (!feed.IsWaiting)
                _waiting.Add(feed);
            feed.IsWaiting = true;
            if (newest.Number > _lastTried && feed.Wants(newest))
                Schedule();
            return false;
        }
    }

    /// <summary>The feed leaves, or can't take a frame now: nothing is encoded for it until it asks again.</summary>
    public void Leave(VariantSubscription feed)
    {
        lock (_gate)
        {
            StopWaiting(feed);
            feed.IsServed = false;
        }
    }

    /// <summary>
    /// A new frame is in the slot: it is encoded if anybody waits for it. Where the camera's own JPEG will do, there is nothing to encode, and
    /// the encoder's thread is spared.
    /// </summary>
    public void OnFrame(FrameStamp stamp)
    {
        lock (_gate)
        {
            if (_encoding || !IsWanted(stamp))
                return;
            if (!variant.Encoding.IsPassthrough || !frames.CanPassThroughLatest)
            {
                Schedule();
                return;
            }

            (_encoding, _queuedAt) = (true, null);
        }

        EncodeNewest();
    }

    /// <summary>Encodes the newest frame and wakes those who waited for it. Whatever fails, the variant can be encoded again.</summary>
    public void EncodeNewest()
    {
        try
        {
            if (TryEncode() is { } frame)
                Offer(frame);
        }
        finally
        {
            EndEncode();
        }
    }

    /// <summary>Ends it; nobody watches it any more.</summary>
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

    private EncodedFrame? TryEncode()
    {
        if (!frames.TryTake(_lastTried, out Frame? frame))
            return null;
        try
        {
            _lastTried = frame.Number;
            EncodedFrame encoded = encoder.Encode(frame);
            statistics.Add(encoded);
            bytes.Add(encoded);
            return encoded;
        }
        catch (Exception e)
        {
            // OpenCV refused the frame: it is skipped, the next one may be good.
            if (statistics.AddFailure())
                LogFailed(e.Message.ReplaceLineEndings(" "), variant);
            return null;
        }
        finally
        {
            frame.Release();
        }
    }

    /// <summary>Makes a frame the newest one, and wakes those who waited for it.</summary>
    private void Offer(EncodedFrame frame)
    {
        // Before anybody is woken: what they do with it is no part of the encoding.
        if (_queuedAt is { } queuedAt)
            _encodeLatency.AddSince(queuedAt);
        EncodedFrame? before = frame;
        lock (_gate)
        {
            if (!_closed)
            {
                (before, _latest) = (_latest, frame);
                Serve(frame);
            }
        }

        foreach (VariantSubscription feed in _served)
            Wake(feed);
        _served.Clear();
        before?.Release();
    }

    private void Wake(VariantSubscription feed)
    {
        try
        {
            feed.Wake();
        }
        catch (Exception e)
        {
            // One viewer's failure is none of the others'.
            if (statistics.AddWakeFailure())
                LogWakeFailed(e, variant);
        }
    }

    private void EndEncode()
    {
        lock (_gate)
        {
            _encoding = false;
            if (_closed)
                encoder.Dispose();
            else if (IsWanted(frames.Newest))
                Schedule();
        }
    }

    private void Serve(EncodedFrame frame)
    {
        List<VariantSubscription> all = _waiting;
        (_waiting, _served) = (_served, all);
        for (int i = all.Count - 1; i >= 0; i--)
        {
            VariantSubscription feed = all[i];
            feed.IsServed = feed.Wants(frame.Stamp);
            feed.IsWaiting = !feed.IsServed;
            if (feed.IsServed)
                continue;
            _waiting.Add(feed);
            all[i] = all[^1];
            all.RemoveAt(all.Count - 1);
        }
    }

    private void StopWaiting(VariantSubscription feed)
    {
        if (feed.IsWaiting)
            _waiting.Remove(feed);
        feed.IsWaiting = false;
    }

    private bool IsWanted(FrameStamp stamp)
    {
        if (stamp.Number <= _lastTried)
            return false;
        foreach (VariantSubscription feed in _waiting)
        {
            if (feed.Wants(stamp))
                return true;
        }

        return false;
    }

    private void Schedule()
    {
        if (_encoding)
            return;
        (_encoding, _queuedAt) = (true, time.GetTimestamp());
        threads.Queue(this);
    }
}
