using VideoStream.Frames;

namespace VideoStream.Sessions;

/// <summary>
/// Remembers when the last pictures were sent, to know how long their acknowledgements took. Written by the send loop, read by the
/// receive loop.
/// </summary>
internal sealed class SentPictures(TimeProvider time)
{
    private const int Remembered = 256;

    private readonly Lock _gate = new();
    private readonly FrameStamp[] _sent = new FrameStamp[Remembered];
    private int _next;

    /// <summary>A picture is being sent from now on.</summary>
    public void Add(long number)
    {
        lock (_gate)
        {
            _sent[_next] = new FrameStamp(number, time.GetTimestamp());
            _next = (_next + 1) % Remembered;
        }
    }

    /// <summary>A picture has arrived.</summary>
    /// <param name="number">The picture's number.</param>
    /// <param name="sentAt">When it was sent, in monotonic ticks.</param>
    /// <returns>False if it was not sent, was sent too long ago, or was acknowledged before.</returns>
    public bool TryAcknowledge(long number, out long sentAt)
    {
        lock (_gate)
        {
            // Places that are free have the number 0.
            int index = number == 0 ? -1 : Array.FindIndex(_sent, picture => picture.Number == number);
            sentAt = index < 0 ? 0 : _sent[index].Timestamp;
            if (index >= 0)
                _sent[index] = default;
            return index >= 0;
        }
    }
}
