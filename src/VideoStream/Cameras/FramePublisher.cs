using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>
/// Numbers a camera's frames, recognises those that show what the one before showed, and puts each into the slot. The camera's lock
/// guards every call but the reads of counters.
/// </summary>
internal sealed class FramePublisher(LatestFrame frames, TimeProvider time)
{
    private readonly RateMeter _rate = new(time);
    private LatestFrameInfo? _newest;
    private long _number;
    private long _contentId;
    private long _captured;

    /// <summary>Facts of the newest captured frame; null before the first one.</summary>
    public LatestFrameInfo? Newest => Volatile.Read(ref _newest);

    /// <summary>How many frames were captured; placeholders don't count.</summary>
    public long Captured => Volatile.Read(ref _captured);

    /// <summary>The stamp of a frame that is captured now by a source without stamps of its own.</summary>
    public CaptureStamp NextStamp() => new(Volatile.Read(ref _number) + 1, time.GetTimestamp(), time.GetUtcNow());

    /// <summary>A new connection begins: the pause before its first frame says nothing about its rate.</summary>
    public void ResetRate() => _rate.Reset();

    /// <summary>Puts a frame into the slot.</summary>
    /// <param name="content">What it shows, which this takes over.</param>
    /// <param name="stamp">Its facts. The number is raised where it would not be higher than the one before.</param>
    public void Publish(FrameContent content, CaptureStamp stamp)
    {
        long number = Math.Max(stamp.Number, _number + 1);
        if (!stamp.IsLive || !IsShown(content))
            _contentId++;
        var frame = new Frame(content)
        {
            Number = number,
            CapturedTimestamp = stamp.Timestamp,
            PublishedTimestamp = time.GetTimestamp(),
            CapturedAt = stamp.At,
            Rate = stamp.IsLive ? _rate.Add(stamp.Timestamp) : 0,
            ContentId = _contentId,
            Live = stamp.IsLive,
        };
        Volatile.Write(ref _number, number);
        if (stamp.IsLive)
        {
            Volatile.Write(ref _captured, _captured + 1);
            Volatile.Write(ref _newest, new LatestFrameInfo(frame.Stamp, frame.Size, frame.Rate));
        }

        frames.Publish(frame);
    }

    /// <summary>Whether the frame in the slot shows just this.</summary>
    private bool IsShown(FrameContent content)
    {
        if (!frames.TryTake(0, out Frame? newest))
            return false;
        bool isShown = newest.Live && newest.Shows(content);
        newest.Release();
        return isShown;
    }
}
