using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Cameras;

/// <summary>
/// Numbers a camera's frames, detects duplicates, and puts each frame into the slot. The camera's lock guards every call; only the
/// properties may be read without it.
/// </summary>
/// <param name="frames">The slot.</param>
/// <param name="video">Gets the frames of a camera that sends H.264.</param>
/// <param name="clock">Gives the capture times.</param>
/// <param name="time">The monotonic clock.</param>
internal sealed class FramePublisher(LatestFrame frames, CameraVideo video, CameraClock clock, TimeProvider time)
{
    private readonly RateMeter _rate = new(time);
    private LatestFrameInfo? _newest;
    private long _number;
    private long _reserved;
    private long _contentId;
    private long _captured;
    private double _seenRate;

    /// <summary>The newest captured frame; null before the first one.</summary>
    public LatestFrameInfo? Newest => Volatile.Read(ref _newest);

    /// <summary>The number of captured frames, without placeholders.</summary>
    public long Captured => Volatile.Read(ref _captured);

    /// <summary>The last measured rate in frames per second, of this connection or an earlier one; 0 if there is none.</summary>
    public double SeenRate => Volatile.Read(ref _seenRate);

    /// <summary>The stamp of a frame that is captured now.</summary>
    public CaptureStamp NextStamp() =>
        new(Math.Max(Volatile.Read(ref _number), Volatile.Read(ref _reserved)) + 1, time.GetTimestamp(), clock.UtcNow);

    /// <summary>
    /// A frame with this number has gone to viewers, before it was published here: <see cref="NextStamp"/> gives higher ones. For one
    /// thread at a time.
    /// </summary>
    public void Reserve(long number) => Volatile.Write(ref _reserved, Math.Max(_reserved, number));

    /// <summary>Restarts the measurement of the rate. The pause between two connections must not count.</summary>
    public void ResetRate() => _rate.Reset();

    /// <summary>Forgets the measured rate, because the camera has stopped delivering at it.</summary>
    public void ForgetRate() => Volatile.Write(ref _seenRate, 0);

    /// <summary>Forgets the newest frame.</summary>
    public void Forget() => Volatile.Write(ref _newest, null);

    /// <summary>Puts a frame into the slot.</summary>
    /// <param name="content">The content. The frame owns it from now on.</param>
    /// <param name="stamp">The stamp. Its number is raised if it is not higher than the previous one.</param>
    public void Publish(FrameContent content, CaptureStamp stamp)
    {
        long number = Math.Max(stamp.Number, _number + 1);
        bool isDuplicate = stamp.IsLive && IsDuplicate(content);
        if (!isDuplicate)
            _contentId++;
        var frame = new Frame(content)
        {
            Number = number,
            CapturedTimestamp = stamp.Timestamp,
            PublishedTimestamp = time.GetTimestamp(),
            CapturedAt = stamp.At,
            Rate = stamp.IsLive ? RateAt(stamp) : 0,
            ContentId = _contentId,
            Live = stamp.IsLive,
        };
        Volatile.Write(ref _number, number);
        if (stamp.IsLive)
        {
            Volatile.Write(ref _captured, _captured + 1);
            if (frame.Rate > 0)
                Volatile.Write(ref _seenRate, frame.Rate);
            Volatile.Write(ref _newest, new LatestFrameInfo(frame.Stamp, frame.Size, frame.Rate, isDuplicate));
            // Before the slot: who sees the frame there finds it here.
            AddToVideo(content.Payload as H264Payload, frame);
        }

        frames.Publish(frame);
    }

    /// <summary>What does not change does not come from another service, and neither does what its link can't carry.</summary>
    private double RateAt(CaptureStamp stamp) => _rate.Add(stamp.Timestamp) is var measured && stamp.Rate > 0 ? stamp.Rate : measured;

    private void AddToVideo(H264Payload? unit, Frame frame)
    {
        if (unit is not null)
            video.Add(unit, frame.Stamp, frame.CapturedAt);
        else if (video.Stream is not null)
            video.Clear();
    }

    /// <summary>Whether the frame in the slot has the same content.</summary>
    private bool IsDuplicate(FrameContent content)
    {
        if (!frames.TryTake(0, out Frame? newest))
            return false;
        bool isDuplicate = newest.Live && newest.Shows(content);
        newest.Release();
        return isDuplicate;
    }
}
