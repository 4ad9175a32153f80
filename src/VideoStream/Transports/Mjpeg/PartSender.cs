using System.Net.Sockets;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Transports.Tcp;
using VideoStream.Viewers;

namespace VideoStream.Transports.Mjpeg;

/// <summary>
/// A viewer's frames in an HTTP response. While its loop waits, who has a new frame for it sends that on their own thread, as far as the kernel
/// takes it at once, which costs less than to wake it.
/// </summary>
internal sealed class PartSender : IViewer, IDisposable
{
    private readonly WakeSignal _signal = new();
    private readonly MjpegParts _parts;
    private readonly ViewerSettings _settings;
    private readonly AdaptiveSubscription _feed;
    private readonly StallDetector _stall;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _cut;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _stopped;
    private EncodedFrame? _unsent;
    private long _sendingSince;

    /// <summary>A viewer comes.</summary>
    /// <param name="parts">The response.</param>
    /// <param name="settings">What it asked for.</param>
    /// <param name="camera">The camera that it watches.</param>
    /// <param name="socket">Its connection; null if it is none of TCP.</param>
    /// <param name="options">What it may have, and how long it may take nothing.</param>
    /// <param name="time">The clock by which frames are stamped.</param>
    /// <param name="cut">Cuts the connection, which has to set <paramref name="stop"/>.</param>
    /// <param name="stop">Ends all waiting.</param>
    public PartSender(
        MjpegParts parts,
        ViewerSettings settings,
        VariantSet camera,
        Socket? socket,
        VideoStreamOptions options,
        TimeProvider time,
        CancellationTokenSource cut,
        CancellationToken stop)
    {
        (_parts, _settings, _time, _cut, _stop) = (parts, settings, time, cut, stop);
        Func<bool> trySend = TrySend;
        _feed = new AdaptiveSubscription(camera, new TcpInfo(socket), options, () => _signal.RunInlineOrSignal(trySend), time);
        _stall = new StallDetector(new ConnectionProgress(new TcpInfo(socket)), TimeSpan.FromSeconds(options.WebSocket.SendTimeout), time);
        // Once for all frames.
        _stopped = stop.UnsafeRegister(signal => ((WakeSignal)signal!).Set(), _signal);
    }

    /// <summary>Sends frames without end.</summary>
    /// <exception cref="OperationCanceledException">It is to stop, or was cut.</exception>
    /// <exception cref="IOException">The connection is gone.</exception>
    public async Task RunAsync()
    {
        while (true)
        {
            EncodedFrame frame = await NextUnsentAsync();
            try
            {
                Volatile.Write(ref _sendingSince, _time.GetTimestamp());
                await _parts.FinishAsync(frame);
                Volatile.Write(ref _sendingSince, 0);
            }
            finally
            {
                frame.Release();
            }
        }
    }

    /// <summary>Cuts a viewer that has acknowledged nothing for too long.</summary>
    public void Tick()
    {
        long since = Volatile.Read(ref _sendingSince) is var sending && sending != 0 ? sending : _feed.SendBlockedSince;
        if (!_stall.IsStalled(since))
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

    /// <summary>Sends frames until the kernel doesn't take one at once: the caller sends its rest and releases it.</summary>
    private async ValueTask<EncodedFrame> NextUnsentAsync()
    {
        while (true)
        {
            if (TrySend())
                await _signal.WaitAsync();
            if (_unsent is { } frame)
            {
                _unsent = null;
                return frame;
            }
        }
    }

    public void Dispose()
    {
        _unsent?.Release();
        _stopped.Dispose();
        _feed.Dispose();
    }

    /// <summary>Sends the newest frame, and those that come meanwhile, as far as the kernel takes them at once.</summary>
    /// <returns>Whether nothing is left to do until it is woken.</returns>
    private bool TrySend()
    {
        while (_unsent is null)
        {
            _stop.ThrowIfCancellationRequested();
            if (!_feed.TryTake(_settings, out EncodedFrame? frame, out _))
                return true;
            _unsent = frame;
            if (!_parts.TryWrite(frame))
                return false;
            _feed.OnSent();
            _unsent = null;
            frame.Release();
        }

        return false;
    }
}
