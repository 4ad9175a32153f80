using VideoStream.Encoding;

namespace VideoStream.Sessions;

/// <summary>What a session has sent. Written by its send loop, read by anybody.</summary>
internal sealed class SessionCounters
{
    private long _pictures;
    private long _bytes;
    private long _skipped;
    private EncodedPicture? _last;

    public long Pictures => Volatile.Read(ref _pictures);

    public long Bytes => Volatile.Read(ref _bytes);

    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>The picture that was sent last, for its facts; its bytes may be gone. Null before the first.</summary>
    public EncodedPicture? Last => Volatile.Read(ref _last);

    public void Sent(EncodedPicture picture)
    {
        Volatile.Write(ref _pictures, _pictures + 1);
        Volatile.Write(ref _bytes, _bytes + picture.Bytes.Length);
        Volatile.Write(ref _last, picture);
    }

    /// <summary>How many pictures were due so far and not taken.</summary>
    public void SetSkipped(long skipped) => Volatile.Write(ref _skipped, skipped);
}
