using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Sessions;

namespace VideoStream.Http;

/// <summary>A viewer's feed for somebody who wants single pictures: the next one, awaited.</summary>
internal sealed class PictureWaiter : IDisposable
{
    private readonly WakeSignal _signal = new();
    private readonly ViewerFeed _feed;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _stopped;

    /// <summary>A viewer comes.</summary>
    /// <param name="camera">The camera that it watches.</param>
    /// <param name="options">What it may have.</param>
    /// <param name="time">The clock by which pictures are stamped.</param>
    /// <param name="stop">Ends all waiting.</param>
    public PictureWaiter(CameraVariants camera, VideoStreamOptions options, TimeProvider time, CancellationToken stop)
    {
        _stop = stop;
        _feed = new ViewerFeed(camera, new TcpInfo(null), options, _signal.Set, time);
        // Once for all pictures.
        _stopped = stop.UnsafeRegister(signal => ((WakeSignal)signal!).Set(), _signal);
    }

    /// <summary>Waits for the next picture. The caller releases it.</summary>
    /// <exception cref="OperationCanceledException">It is to stop.</exception>
    public async ValueTask<EncodedPicture> NextAsync(ViewerSettings settings)
    {
        while (true)
        {
            _stop.ThrowIfCancellationRequested();
            if (_feed.TryTake(settings, out EncodedPicture? picture, out _))
                return picture;
            await _signal.WaitAsync();
        }
    }

    public void Dispose()
    {
        _stopped.Dispose();
        _feed.Dispose();
    }
}
