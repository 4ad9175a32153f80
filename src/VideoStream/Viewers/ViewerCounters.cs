using VideoStream.Frames;

namespace VideoStream.Viewers;

/// <summary>What a viewer was sent. Written by its sender alone, read by any thread.</summary>
internal sealed class ViewerCounters
{
    private long _frames;
    private long _liveFrames;
    private long _bytes;
    private long _skipped;
    private long _renditionChanges;
    private EncodedFrame? _last;

    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Those without the placeholders.</summary>
    public long LiveFrames => Volatile.Read(ref _liveFrames);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Frames that were due and not sent.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>How often adaptation chose another rendition.</summary>
    public long RenditionChanges => Volatile.Read(ref _renditionChanges);

    /// <summary>The last frame that was sent; null before the first. Its bytes may be gone.</summary>
    public EncodedFrame? Last => Volatile.Read(ref _last);

    public void Sent(EncodedFrame frame)
    {
        Volatile.Write(ref _frames, _frames + 1);
        Volatile.Write(ref _liveFrames, _liveFrames + (frame.Live ? 1 : 0));
        Volatile.Write(ref _bytes, _bytes + frame.Bytes.Length);
        Volatile.Write(ref _last, frame);
    }

    public void AddRenditionChange() => Volatile.Write(ref _renditionChanges, _renditionChanges + 1);

    public void SetSkipped(long skipped) => Volatile.Write(ref _skipped, skipped);
}
