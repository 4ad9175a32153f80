using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A consumer that is never ready for a frame at once. It keeps the last one that it was offered until the test takes it.</summary>
/// <param name="onOffer">Called at each offer, on the thread that offers.</param>
internal sealed class OfferedFrames(Action onOffer) : IFrameConsumer, IDisposable
{
    private readonly Lock _gate = new();
    private EncodedFrame? _last;
    private bool _disposed;

    public bool OnFrame(EncodedFrame frame)
    {
        lock (_gate)
        {
            if (!_disposed)
                Keep(frame);
        }

        onOffer();
        return false;
    }

    /// <summary>The frame that was offered last, which the caller releases; null if none was since the last call.</summary>
    public EncodedFrame? Take()
    {
        lock (_gate)
        {
            EncodedFrame? last = _last;
            _last = null;
            return last;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        Take()?.Release();
    }

    private void Keep(EncodedFrame frame)
    {
        frame.Retain();
        _last?.Release();
        _last = frame;
    }
}
