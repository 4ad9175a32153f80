using VideoStream.Frames;

namespace VideoStream.Viewers;

/// <summary>What a session has sent. Written by its send loop, read by anybody.</summary>
internal sealed class ViewerCounters
{
    private long _frames;
    private long _bytes;
    private long _skipped;
    private EncodedFrame? _last;

    public long Frames => Volatile.Read(ref _frames);

    public long Bytes => Volatile.Read(ref _bytes);

    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>The frame that was sent last, for its facts; its bytes may be gone. Null before the first.</summary>
    public EncodedFrame? Last => Volatile.Read(ref _last);

    public void Sent(EncodedFrame frame)
    {
        Volatile.Write(ref _frames, _frames + 1);
        Volatile.Write(ref _bytes, _bytes + frame.Bytes.Length);
        Volatile.Write(ref _last, frame);
    }

    /// <summary>How many frames were due so far and not taken.</summary>
    public void SetSkipped(long skipped) => Volatile.Write(ref _skipped, skipped);
}
