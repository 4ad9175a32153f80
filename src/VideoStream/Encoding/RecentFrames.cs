using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding;

/// <summary>
/// The last frames of a stream with key frames, oldest first. Of a camera's own stream, which makes no key frame when one is asked for, all
/// since the last one. The stream's lock guards every call.
/// </summary>
/// <param name="isPassed">Whether it is a camera's own stream.</param>
/// <param name="frequency">Ticks of the frames' stamps in a second.</param>
internal sealed class RecentFrames(bool isPassed, long frequency)
{
    /// <summary>Two rounds of three layers: a quarter of a second at 30 frames a second.</summary>
    private const int Kept = 8;

    /// <summary>A viewer of a camera's stream that is so far behind goes on with the next key frame, in quarters of a second.</summary>
    private const int LateQuarters = 1;

    private readonly Queue<EncodedFrame> _frames = new(Kept + 1);
    private readonly List<EncodedFrame> _replaced = [];
    private long _bytes;

    /// <summary>Adds a frame, with a reference of its own.</summary>
    /// <returns>The frames that it replaces. The caller releases them, before the next call.</returns>
    public IReadOnlyList<EncodedFrame> Add(EncodedFrame frame)
    {
        _replaced.Clear();
        frame.Retain();
        _frames.Enqueue(frame);
        _bytes += frame.Bytes.Length;
        while (_frames.Count > 1 && IsTooOld(_frames.Peek(), frame))
        {
            _bytes -= _frames.Peek().Bytes.Length;
            _replaced.Add(_frames.Dequeue());
        }

        return _replaced;
    }

    /// <summary>The newest frame that a subscription can decode, and wants; null if there is none.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="newest">The camera's newest frame. A stream that nobody took from lately has not come to it.</param>
    public EncodedFrame? Find(StreamSubscriber subscription, FrameStamp newest)
    {
        EncodedFrame? found = null;
        foreach (EncodedFrame frame in _frames)
            found = subscription.Wants(frame) ? frame : found;
        return isPassed && found is not null && !MayTake(found, subscription.IsCatchingUp, newest, frequency) ? null : found;
    }

    /// <summary>Whether a frame is so old that a viewer of a camera's stream would rather be shown something newer.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="newest">The camera's newest.</param>
    /// <param name="frequency">Ticks of the stamps in a second.</param>
    public static bool IsTooLate(FrameStamp frame, FrameStamp newest, long frequency) =>
        newest.Timestamp - frame.Timestamp > LateQuarters * frequency / 4;

    /// <summary>
    /// All since the key frame are kept of a camera's stream, so that a viewer can begin at once. But one that is late must not be sent
    /// what is old.
    /// </summary>
    /// <param name="found">A frame of a camera's stream.</param>
    /// <param name="isCatchingUp">See <see cref="StreamSubscriber.IsCatchingUp"/>.</param>
    /// <param name="newest">The camera's newest.</param>
    /// <param name="frequency">Ticks of the stamps in a second.</param>
    public static bool MayTake(EncodedFrame found, bool isCatchingUp, FrameStamp newest, long frequency)
    {
        if (!IsTooLate(found.Stamp, newest, frequency))
            return true;
        // What it begins with is no older than this, and comes closer.
        bool mayCatchUp = newest.Timestamp - found.Stamp.Timestamp <= CameraVideo.StartSeconds * frequency
            || newest.Number - found.Stamp.Number < CameraVideo.FewUnits;
        return mayCatchUp && (isCatchingUp || found.Unit is { IsKeyFrame: true });
    }

    /// <summary>Releases all.</summary>
    public void Clear()
    {
        while (_frames.TryDequeue(out EncodedFrame? frame))
            frame.Release();
        _bytes = 0;
    }

    private bool IsTooOld(EncodedFrame oldest, EncodedFrame newest)
    {
        if (!isPassed)
            return _frames.Count > Kept;
        if (newest.Unit is { IsKeyFrame: true })
            return true;
        bool isLong = _bytes > CameraVideo.StartBytes
            || newest.Stamp.Timestamp - oldest.Stamp.Timestamp > CameraVideo.StartSeconds * frequency;
        return _frames.Count > Kept && (isLong || oldest.Unit is not { IsKeyFrame: true });
    }
}
