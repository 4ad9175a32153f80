using VideoStream.Frames;

namespace VideoStream.Viewers;

/// <summary>What a viewer was sent. Written by its sender, read by anybody.</summary>
internal sealed class ViewerCounters
{
    private long _frames;
    private long _bytes;
    private long _skipped;
    private EncodedFrame? _last;

    public long Frames => Volatile.Read(ref _frames);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Frames that were due and not sent.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>The frame that was sent last, for its facts: its bytes may be gone. Null before the first.</summary>
    public EncodedFrame? Last => Volatile.Read(ref _last);

    public void Sent(EncodedFrame frame)
    {
        Volatile.Write(ref _frames, _frames + 1);
        Volatile.Write(ref _bytes, _bytes + frame.Bytes.Length);
        Volatile.Write(ref _last, frame);
    }

    public void SetSkipped(long skipped) => Volatile.Write(ref _skipped, skipped);
}
