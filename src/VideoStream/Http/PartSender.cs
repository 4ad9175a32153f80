using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Sessions;

namespace VideoStream.Http;

/// <summary>
/// A viewer's pictures in an HTTP response. While its loop waits, who has a new picture for it sends that on their own thread, as far as the kernel takes it at
/// once, which costs less than to wake it.
/// </summary>
internal sealed class PartSender : IDisposable
{
    private readonly WakeSignal _signal = new();
    private readonly MjpegParts _parts;
    private readonly ViewerSettings _settings;
    private readonly ViewerFeed _feed;
    private readonly SendStall _stall;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _stopped;
    private EncodedPicture? _unsent;

    /// <summary>A viewer comes.</summary>
    /// <param name="parts">The response.</param>
    /// <param name="settings">What it asked for.</param>
    /// <param name="camera">The camera that it watches.</param>
    /// <param name="tcp">Its connection.</param>
    /// <param name="options">What it may have, and how long it may take nothing.</param>
    /// <param name="time">The clock by which pictures are stamped.</param>
    /// <param name="stop">Ends all waiting.</param>
    public PartSender(
        MjpegParts parts,
        ViewerSettings settings,
        CameraVariants camera,
        TcpInfo tcp,
        VideoStreamOptions options,
        TimeProvider time,
        CancellationToken stop)
    {
        (_parts, _settings, _stop) = (parts, settings, stop);
        Func<bool> trySend = TrySend;
        _feed = new ViewerFeed(camera, tcp, options, () => _signal.StandInOrSet(trySend), time);
        _stall = new SendStall(new ConnectionProgress(tcp), TimeSpan.FromSeconds(options.WebSocket.SendTimeout), time);
        // Once for all pictures.
        _stopped = stop.UnsafeRegister(signal => ((WakeSignal)signal!).Set(), _signal);
    }

    /// <summary>
    /// Sends pictures, until there is one that the kernel doesn't take at once: its rest is for the caller to send, and then it is to be released.
    /// </summary>
    /// <exception cref="OperationCanceledException">It is to stop.</exception>
    /// <exception cref="IOException">The connection is gone, or the other side has taken nothing for too long of what was sent before.</exception>
    public async ValueTask<EncodedPicture> NextUnsentAsync()
    {
        while (true)
        {
            if (TrySend())
                await _signal.WaitAsync();
            if (_unsent is { } picture)
            {
                _unsent = null;
                return picture;
            }
        }
    }

    public void Dispose()
    {
        _unsent?.Release();
        _stopped.Dispose();
        _feed.Dispose();
    }

    /// <summary>Sends the newest picture, and those that come meanwhile, as far as the kernel takes them at once.</summary>
    /// <returns>Whether nothing is left to do until it is woken.</returns>
    private bool TrySend()
    {
        while (_unsent is null)
        {
            _stop.ThrowIfCancellationRequested();
            if (!_feed.TryTake(_settings, out EncodedPicture? picture, out _))
            {
                // While it is held the feed wakes us many times a second.
                if (_feed.HeldSince is var since && since != 0 && _stall.IsOver(since))
                    throw new IOException(SessionEnd.NothingTaken.Reason);
                return true;
            }

            _unsent = picture;
            if (!_parts.TryWriteAtOnce(picture))
                return false;
            _feed.SentAtOnce();
            _unsent = null;
            picture.Release();
        }

        return false;
    }
}
