using System.Diagnostics.CodeAnalysis;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>
/// The frames of one variant that came and were not taken: the newest JPEG, or the last units of H.264. One writer, any number of readers.
/// </summary>
internal sealed class RelayedQueue
{
    /// <summary>Half a second. A reader that is further behind goes on with a key frame.</summary>
    private const int MaxUnits = 16;

    private readonly Lock _gate = new();
    private readonly Queue<EncodedFrame> _frames = new();
    private bool _isClosed;

    /// <summary>The number of the newest frame; 0 if there is none.</summary>
    public long Newest { get; private set; }

    /// <summary>Adds a frame, and takes over the caller's reference.</summary>
    /// <returns>False if it is not newer than the last one, or if the queue is closed.</returns>
    public bool TryAdd(EncodedFrame frame)
    {
        lock (_gate)
        {
            if (_isClosed || frame.Stamp.Number <= Newest)
            {
                frame.Release();
                return false;
            }

            while (_frames.Count >= (frame.Unit is null ? 1 : MaxUnits))
                _frames.Dequeue().Release();
            _frames.Enqueue(frame);
            Newest = frame.Stamp.Number;
            return true;
        }
    }

    /// <inheritdoc cref="IEncodedFrames.TryTakeNext"/>
    public bool TryTakeNext(long after, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        lock (_gate)
        {
            // What was taken is kept by the stream that took it.
            while (_frames.TryPeek(out EncodedFrame? oldest) && oldest.Stamp.Number <= after)
                _frames.Dequeue().Release();
            frame = _frames.Count > 0 ? _frames.Dequeue() : null;
            return frame is not null;
        }
    }

    /// <summary>Releases all.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_frames.TryDequeue(out EncodedFrame? frame))
                frame.Release();
        }
    }
}
