using System.Net.Sockets;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Sessions;

namespace VideoStream.Http;

/// <summary>
/// A viewer's pictures in an HTTP response. While its loop waits, who has a new picture for it sends that on their own thread, as far as the kernel
/// takes it at once, which costs less than to wake it.
/// </summary>
internal sealed class PartSender : IViewer, IDisposable
{
    private readonly WakeSignal _signal = new();
    private readonly MjpegParts _parts;
    private readonly ViewerSettings _settings;
    private readonly ViewerFeed _feed;
    private readonly SendStall _stall;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _cut;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _stopped;
    private EncodedPicture? _unsent;
    private long _sendingSince;

    /// <summary>A viewer comes.</summary>
    /// <param name="parts">The response.</param>
    /// <param name="settings">What it asked for.</param>
    /// <param name="camera">The camera that it watches.</param>
    /// <param name="socket">Its connection; null if it is none of TCP.</param>
    /// <param name="options">What it may have, and how long it may take nothing.</param>
    /// <param name="time">The clock by which pictures are stamped.</param>
    /// <param name="cut">Cuts the connection, which has to set <paramref name="stop"/>.</param>
    /// <param name="stop">Ends all waiting.</param>
    public PartSender(
        MjpegParts parts,
        ViewerSettings settings,
        CameraVariants camera,
        Socket? socket,
        VideoStreamOptions options,
        TimeProvider time,
        CancellationTokenSource cut,
        CancellationToken stop)
    {
        (_parts, _settings, _time, _cut, _stop) = (parts, settings, time, cut, stop);
        Func<bool> trySend = TrySend;
        _feed = new ViewerFeed(camera, new TcpInfo(socket), options, () => _signal.StandInOrSet(trySend), time);
        _stall = new SendStall(new ConnectionProgress(new TcpInfo(socket)), TimeSpan.FromSeconds(options.WebSocket.SendTimeout), time);
        // Once for all pictures.
        _stopped = stop.UnsafeRegister(signal => ((WakeSignal)signal!).Set(), _signal);
    }

    /// <summary>Sends pictures without end.</summary>
    /// <exception cref="OperationCanceledException">It is to stop, or was cut.</exception>
    /// <exception cref="IOException">The connection is gone.</exception>
    public async Task RunAsync()
    {
        while (true)
        {
            EncodedPicture picture = await NextUnsentAsync();
            try
            {
                Volatile.Write(ref _sendingSince, _time.GetTimestamp());
                await _parts.FinishAsync(picture);
                Volatile.Write(ref _sendingSince, 0);
            }
            finally
            {
                picture.Release();
            }
        }
    }

    /// <summary>Cuts a viewer that has acknowledged nothing for too long.</summary>
    public void Tick()
    {
        long since = Volatile.Read(ref _sendingSince) is var sending && sending != 0 ? sending : _feed.HeldSince;
        if (!_stall.IsOver(since))
            return;
        try
        {
            _cut.CancelAfter(TimeSpan.Zero);
        }
        catch (ObjectDisposedException)
        {
            // It had ended by itself.
        }
    }

    /// <summary>Sends pictures until the kernel doesn't take one at once: the caller sends its rest and releases it.</summary>
    private async ValueTask<EncodedPicture> NextUnsentAsync()
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
                return true;
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
