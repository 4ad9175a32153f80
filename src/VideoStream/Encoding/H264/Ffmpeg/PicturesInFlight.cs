namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>
/// The pictures that a child has and did not answer yet, in order, each with the timestamp by which its unit is known. An odd one asks for
/// a key frame. The caller locks.
/// </summary>
internal sealed class PicturesInFlight
{
    /// <summary>FLV has 31 bits.</summary>
    private const long Mask = int.MaxValue;

    private readonly Queue<(long Milliseconds, H264Request Request)> _pictures = new();
    private TimeSpan? _first;
    private long _last = -2;

    public int Count => _pictures.Count;

    /// <summary>Adds a picture.</summary>
    /// <returns>Its timestamp in milliseconds: from 0 on, and later than that of the picture before, whatever was requested.</returns>
    public long Add(H264Request request)
    {
        _first ??= request.Timestamp;
        long requested = (long)(request.Timestamp - _first.Value).TotalMilliseconds;
        long even = Math.Max(requested, _last + 2) & ~1L;
        // The first is a key frame anyway, and ffmpeg's output begins with 0 whatever it was given.
        _last = request.AsKeyFrame && even > 0 ? even + 1 : even;
        _pictures.Enqueue((_last, request));
        return _last;
    }

    /// <summary>Removes the picture of a unit. Those before it were skipped.</summary>
    /// <exception cref="InvalidDataException">There is none with the timestamp.</exception>
    public H264Request Answer(int milliseconds)
    {
        while (_pictures.TryDequeue(out var picture))
        {
            if ((picture.Milliseconds & Mask) == milliseconds)
                return picture.Request;
        }

        throw new InvalidDataException("it sent a picture that it was not given");
    }
}
