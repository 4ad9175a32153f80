using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Viewers.Settings;

namespace VideoStream.Viewers;

/// <summary>
/// A viewer's send loop, the only writer to its connection: messages first, then the newest frame. If there is neither, it sleeps. While it
/// sleeps, the thread that has a new frame sends what the kernel takes at once, which costs less than waking the loop.
/// </summary>
internal sealed class ViewerSender : IFrameConsumer
{
    private readonly ViewerState _viewer;
    private readonly TimeProvider _time;
    private readonly WakeSignal _signal = new();
    private readonly Func<EncodedFrame?, bool> _trySendFrames;
    private AdaptiveSubscription? _subscription;
    private IFrameSink? _sink;
    private EncodedFrame? _missed;
    private EncodedFrame? _unfinished;
    private long _sendingSince;

    public ViewerSender(ViewerState viewer, TimeProvider time)
    {
        (_viewer, _time) = (viewer, time);
        _trySendFrames = offered => TrySendFrames(offered, isOfferedNext: true);
    }

    /// <summary>Since when the loop waits for the current send, in monotonic ticks; 0 while it waits for none.</summary>
    public long SendingSince => Volatile.Read(ref _sendingSince);

    /// <summary>
    /// Sends what the kernel takes at once of an offered frame. If the loop is awake, it sends this frame or a newer one itself. Never
    /// throws.
    /// </summary>
    /// <returns>Whether the loop sleeps on, so that it can be offered the next frame.</returns>
    public bool OnFrame(EncodedFrame frame)
    {
        if (_signal.TryRunInline(_trySendFrames, frame, out bool sleepsOn))
            return sleepsOn;
        Volatile.Write(ref _missed, frame);
        _signal.Set();
        return false;
    }

    /// <inheritdoc/>
    public void Prefetch(int ahead)
    {
        if (ahead > 3)
        {
            CachePrefetch.Of(_signal);
            CachePrefetch.Of(_viewer);
            CachePrefetch.Of(_trySendFrames, lines: 1);
            CachePrefetch.Of(_subscription, lines: 3);
            CachePrefetch.Of(_sink);
            return;
        }

        _sink?.Prefetch(ahead);
        if (ahead < 3)
            return;
        _subscription?.Prefetch();
        CachePrefetch.Of(_viewer.Counters);
        CachePrefetch.Of(_viewer.Settings);
    }

    /// <summary>The link may have room again: sends what the kernel takes at once. For any thread. Never throws.</summary>
    public void OnRoom() => _signal.RunInlineOrSignal(_trySendFrames, null);

    /// <summary>Wakes the loop. For any thread.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Runs until the viewer is closed.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    public async Task RunAsync(AdaptiveSubscription subscription, IFrameSink sink)
    {
        (_subscription, _sink) = (subscription, sink);
        try
        {
            while (true)
            {
                if (_unfinished is not null)
                    await FinishAsync(_unfinished);
                else if (_viewer.CloseReason is not null)
                    return;
                else if (sink.HasMessages)
                    await SendMessagesAsync();
                else if (TrySendNewest())
                    await _signal.WaitAsync();
            }
        }
        finally
        {
            _unfinished?.Release();
            // A client that stopped reading has missed frames since.
            _viewer.Counters.SetSkipped(subscription.Skipped);
            subscription.Pause();
        }
    }

    /// <summary>
    /// The loop's turn: sends the frame that was offered while the loop was awake, or else the newest. The next one is offered only to a
    /// loop that slept, so this one asks for it.
    /// </summary>
    /// <returns>Whether the loop may sleep; else it has work.</returns>
    internal bool TrySendNewest() => TrySendFrames(Interlocked.Exchange(ref _missed, null), isOfferedNext: false);

    /// <summary>Sends the offered frame, or else the newest and those that follow, while the kernel takes them whole.</summary>
    /// <param name="offered">The frame that was offered, whose bytes may be gone; null to ask for the newest.</param>
    /// <param name="isOfferedNext">
    /// Whether the next frame will be offered too when the offered one has been sent. If not, the sender has to ask for it.
    /// </param>
    /// <returns>Whether the loop may sleep; else it has work.</returns>
    private bool TrySendFrames(EncodedFrame? offered, bool isOfferedNext)
    {
        while (_viewer.CloseReason is null && !_sink!.HasMessages)
        {
            ViewerSettings settings = _viewer.Settings;
            if (settings.Paused)
            {
                _subscription!.Pause();
                return true;
            }

            bool isThere = _subscription!.TryTake(settings, offered, out EncodedFrame? frame, out RenditionChange changed);
            if (changed != RenditionChange.None)
                OnRenditionChanged(changed);
            if (!isThere)
                return changed == RenditionChange.None;
            _viewer.Counters.SetSkipped(_subscription.Skipped);
            if (!TrySend(frame!))
                return false;
            _subscription.OnSent();
            if (isOfferedNext && ReferenceEquals(frame, offered))
                return true;
            offered = null;
        }

        return false;
    }

    private void OnRenditionChanged(RenditionChange change)
    {
        // What is chosen before the first frame changes nothing that anybody saw.
        if (_viewer.Counters.Frames > 0 && change == RenditionChange.Link)
            _viewer.Counters.AddRenditionChange();
        _viewer.Raise(ViewerEvent.SettingsChanged);
    }

    /// <summary>Sends a frame and releases it if the kernel takes it whole; else <see cref="FinishAsync"/> does both.</summary>
    private bool TrySend(EncodedFrame frame)
    {
        // Before the call, so that the loop's end releases a frame whose send throws.
        _unfinished = frame;
        if (!_sink!.TrySend(frame, _subscription!.IsReceiptDue))
            return false;
        Complete(frame);
        return true;
    }

    private async ValueTask FinishAsync(EncodedFrame frame)
    {
        Volatile.Write(ref _sendingSince, _time.GetTimestamp());
        await _sink!.FinishAsync(frame);
        Volatile.Write(ref _sendingSince, 0);
        Complete(frame);
    }

    private void Complete(EncodedFrame frame)
    {
        _viewer.Counters.Sent(frame);
        _unfinished = null;
        frame.Release();
    }

    private async ValueTask SendMessagesAsync()
    {
        Volatile.Write(ref _sendingSince, _time.GetTimestamp());
        await _sink!.SendMessagesAsync();
        // An offer from before the messages may be old by now.
        Volatile.Write(ref _missed, null);
        Volatile.Write(ref _sendingSince, 0);
    }
}
