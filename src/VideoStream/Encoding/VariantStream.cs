using System.Diagnostics.CodeAnalysis;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// One variant of one camera, and everybody who watches it. Encodes a picture when somebody waits for it, once for all of them
/// (at most one encode of a variant is under way), and keeps the newest one for those who come a moment later.
/// </summary>
internal sealed partial class VariantStream(
    Variant variant,
    LatestFrame frames,
    IVariantEncoder encoder,
    EncoderThreads threads,
    EncodeStatistics statistics,
    VariantBytes bytes,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LatencyAverage _encodeLatency = new(time);
    private List<PictureFeed> _waiting = [];
    private List<PictureFeed> _served = [];
    private EncodedPicture? _latest;
    private long _lastTried;
    private long? _queuedAt;
    private bool _encoding;
    private bool _closed;

    public Variant Variant => variant;

    /// <summary>Whether each of its pictures shows something else, even where the camera's don't.</summary>
    public bool TellsTime => encoder.TellsTime;

    /// <summary>
    /// Seconds from queueing for an encoder thread to the encoded picture, smoothed; zero where nothing was encoded lately. For any thread.
    /// </summary>
    public double EncodeLatency => _encodeLatency.Seconds;

    /// <summary>How many watch it. Guarded by the owner's lock.</summary>
    internal int Members { get; set; }

    /// <summary>
    /// Takes the newest encoded picture, if the feed has not had it and it is the camera's newest or was made for this feed. Else the
    /// feed is woken when there is one.
    /// </summary>
    public bool TryTake(PictureFeed feed, [NotNullWhen(true)] out EncodedPicture? picture)
    {
        lock (_gate)
        {
            FrameStamp newest = frames.Newest;
            // No newest: the camera is lost, and what was encoded meanwhile is no live picture.
            bool fresh = newest.Number > 0 && (feed.IsServed || _latest?.Stamp.Number >= newest.Number);
            feed.IsServed = false;
            if (fresh && _latest is { } latest && feed.Wants(latest.Stamp))
            {
                // It may have waited for a later one, if it was slower until now; nothing is to be encoded for it while it is busy.
                StopWaiting(feed);
                latest.Claim();
                picture = latest;
                return true;
            }

            picture = null;
            if (!feed.IsWaiting)
                _waiting.Add(feed);
            feed.IsWaiting = true;
            if (newest.Number > _lastTried && feed.Wants(newest))
                Schedule();
            return false;
        }
    }

    /// <summary>The feed leaves, or can't take a picture now: nothing is encoded for it until it asks again.</summary>
    public void Leave(PictureFeed feed)
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
            if (variant.Quality != Variant.SourceQuality || !frames.IsNewestPassable)
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
            if (TryEncode() is { } picture)
                Offer(picture);
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

    private EncodedPicture? TryEncode()
    {
        if (!frames.TryTake(_lastTried, out Frame? frame))
            return null;
        try
        {
            _lastTried = frame.Number;
            EncodedPicture picture = encoder.Encode(frame);
            statistics.Add(picture);
            bytes.Add(picture);
            return picture;
        }
        catch (Exception e)
        {
            // OpenCV refused the picture: it is skipped, the next one may be good.
            if (statistics.AddFailure())
                LogFailed(e.Message.ReplaceLineEndings(" "), variant);
            return null;
        }
        finally
        {
            frame.Release();
        }
    }

    /// <summary>Makes a picture the newest one, and wakes those who waited for it.</summary>
    private void Offer(EncodedPicture picture)
    {
        // Before anybody is woken: what they do with it is no part of the encoding.
        if (_queuedAt is { } queuedAt)
            _encodeLatency.AddSince(queuedAt);
        EncodedPicture? before = picture;
        lock (_gate)
        {
            if (!_closed)
            {
                (before, _latest) = (_latest, picture);
                Serve(picture);
            }
        }

        foreach (PictureFeed feed in _served)
            Wake(feed);
        _served.Clear();
        before?.Release();
    }

    private void Wake(PictureFeed feed)
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

    private void Serve(EncodedPicture picture)
    {
        List<PictureFeed> all = _waiting;
        (_waiting, _served) = (_served, all);
        for (int i = all.Count - 1; i >= 0; i--)
        {
            PictureFeed feed = all[i];
            feed.IsServed = feed.Wants(picture.Stamp);
            feed.IsWaiting = !feed.IsServed;
            if (feed.IsServed)
                continue;
            _waiting.Add(feed);
            all[i] = all[^1];
            all.RemoveAt(all.Count - 1);
        }
    }

    private void StopWaiting(PictureFeed feed)
    {
        if (feed.IsWaiting)
            _waiting.Remove(feed);
        feed.IsWaiting = false;
    }

    private bool IsWanted(FrameStamp stamp)
    {
        if (stamp.Number <= _lastTried)
            return false;
        foreach (PictureFeed feed in _waiting)
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
