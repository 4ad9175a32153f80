using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Sessions;

namespace VideoStream.Http;

/// <summary>A viewer's feed for an HTTP response: the next picture, awaited.</summary>
internal sealed class PictureWaiter : IDisposable
{
    private readonly WakeSignal _signal = new();
    private readonly ViewerFeed _feed;
    private readonly SendStall _stall;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _stopped;

    /// <summary>A viewer comes.</summary>
    /// <param name="camera">The camera that it watches.</param>
    /// <param name="tcp">Its connection.</param>
    /// <param name="options">What it may have, and how long it may take nothing.</param>
    /// <param name="time">The clock by which pictures are stamped.</param>
    /// <param name="stop">Ends all waiting.</param>
    public PictureWaiter(CameraVariants camera, TcpInfo tcp, VideoStreamOptions options, TimeProvider time, CancellationToken stop)
    {
        _stop = stop;
        _feed = new ViewerFeed(camera, tcp, options, _signal.Set, time);
        _stall = new SendStall(new ConnectionProgress(tcp), TimeSpan.FromSeconds(options.WebSocket.SendTimeout), time);
        // Once for all pictures.
        _stopped = stop.UnsafeRegister(signal => ((WakeSignal)signal!).Set(), _signal);
    }

    /// <summary>Waits for the next picture that its connection has room for. The caller releases it.</summary>
    /// <exception cref="OperationCanceledException">It is to stop.</exception>
    /// <exception cref="IOException">The other side has taken nothing for too long of what was sent before.</exception>
    public async ValueTask<EncodedPicture> NextAsync(ViewerSettings settings)
    {
        while (true)
        {
            _stop.ThrowIfCancellationRequested();
            if (_feed.TryTake(settings, out EncodedPicture? picture, out _))
                return picture;
            // While it is held the feed wakes us many times a second.
            if (_feed.HeldSince is var since && since != 0 && _stall.IsOver(since))
                throw new IOException(SessionEnd.NothingTaken.Reason);
            await _signal.WaitAsync();
        }
    }

    public void Dispose()
    {
        _stopped.Dispose();
        _feed.Dispose();
    }
}
