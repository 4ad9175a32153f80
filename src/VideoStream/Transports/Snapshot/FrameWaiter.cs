using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Transports.Tcp;
using VideoStream.Viewers;

namespace VideoStream.Transports.Snapshot;

/// <summary>A viewer's feed for somebody who wants single frames: the next one, awaited.</summary>
internal sealed class FrameWaiter : IDisposable
{
    private readonly WakeSignal _signal = new();
    private readonly AdaptiveSubscription _feed;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _stopped;

    /// <summary>A viewer comes.</summary>
    /// <param name="camera">The camera that it watches.</param>
    /// <param name="options">What it may have.</param>
    /// <param name="time">The clock by which frames are stamped.</param>
    /// <param name="stop">Ends all waiting.</param>
    public FrameWaiter(VariantSet camera, VideoStreamOptions options, TimeProvider time, CancellationToken stop)
    {
        _stop = stop;
        _feed = new AdaptiveSubscription(camera, new TcpInfo(null), options, _signal.Set, time);
        // Once for all frames.
        _stopped = stop.UnsafeRegister(signal => ((WakeSignal)signal!).Set(), _signal);
    }

    /// <summary>Waits for the next frame. The caller releases it.</summary>
    /// <exception cref="OperationCanceledException">It is to stop.</exception>
    public async ValueTask<EncodedFrame> NextAsync(ViewerSettings settings)
    {
        while (true)
        {
            _stop.ThrowIfCancellationRequested();
            if (_feed.TryTake(settings, out EncodedFrame? frame, out _))
                return frame;
            await _signal.WaitAsync();
        }
    }

    public void Dispose()
    {
        _stopped.Dispose();
        _feed.Dispose();
    }
}
