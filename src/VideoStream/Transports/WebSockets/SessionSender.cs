using System.Net.WebSockets;
using VideoStream.Frames;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// A session's send loop, the only one to write messages to its socket: texts first, then the newest frame, else it waits to be woken. While it waits, who
/// has a new frame for it sends that on their own thread, as far as the kernel takes it at once, which costs less than to wake it.
/// </summary>
internal sealed class SessionSender
{
    private readonly ClientSession _session;
    private readonly ClientConnection _connection;
    private readonly AdaptiveSubscription _feed;
    private readonly ServerMessageFactory _texts;
    private readonly WakeSignal _signal;
    private readonly TimeProvider _time;
    private readonly Func<bool> _trySendFrames;
    private EncodedFrame? _frame;
    private int _sent;
    private long _sendingSince;

    public SessionSender(
        ClientSession session, ClientConnection connection, AdaptiveSubscription feed, ServerMessageFactory texts, WakeSignal signal, TimeProvider time)
    {
        (_session, _connection, _feed, _texts, _signal, _time) = (session, connection, feed, texts, signal, time);
        _trySendFrames = TrySendFrames;
    }

    /// <summary>Since when one message is being sent, in monotonic ticks; 0 while none is.</summary>
    public long SendingSince => Volatile.Read(ref _sendingSince);

    /// <summary>There may be a frame to send. For any thread: takes as long as the kernel takes for what it has room for, and never throws.</summary>
    public void OnFrame() => _signal.RunInlineOrSignal(_trySendFrames);

    /// <summary>Runs until the session is to end, then says so to the client.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                if (_frame is not null)
                    await FinishAsync(_frame);
                if (_session.End is not null)
                    break;
                if ((_session.Outbox.IsEmpty || !await TrySendTextsAsync()) && TrySendFrames())
                    await _signal.WaitAsync();
            }

            await CloseAsync(_session.End);
        }
        finally
        {
            _frame?.Release();
            // A client that took nothing any more has missed frames since.
            _session.Counters.SetSkipped(_feed.Skipped);
            _feed.Pause();
            _session.Outbox.Close();
        }
    }

    private async ValueTask<bool> TrySendTextsAsync()
    {
        bool any = false;
        PendingNotifications notifications = _session.Outbox.TakeNotifications();
        if (notifications != PendingNotifications.None && _session.SpeaksV1)
        {
            foreach (Protocol.ServerMessage message in _texts.For(notifications))
                await SendAsync(ServerMessageFactory.Serialize(message));
            any = true;
        }

        while (_session.End is null && _session.Outbox.TryTakeAnswer(out Protocol.ServerMessage? answer))
        {
            await SendAsync(ServerMessageFactory.Serialize(answer!));
            any = true;
        }

        return any;
    }

    /// <summary>Sends the newest frame, and those that come meanwhile, as far as the kernel takes them at once.</summary>
    /// <returns>Whether nothing is left to do until it is woken; else it is the loop's turn.</returns>
    private bool TrySendFrames()
    {
        while (_session.End is null && _session.Outbox.IsEmpty)
        {
            ViewerSettings settings = _session.Settings;
            if (settings.Paused)
            {
                _feed.Pause();
                return true;
            }

            bool isThere = _feed.TryTake(settings, out EncodedFrame? frame, out bool changed);
            if (changed)
                _session.Outbox.Notify(PendingNotifications.Config);
            if (!isThere)
                return !changed;
            _session.Counters.SetSkipped(_feed.Skipped);
            if (!TrySend(frame!))
                return false;
            _feed.OnSent();
        }

        return false;
    }

    /// <summary>Sends a frame and lets it go, if the kernel takes it at once; else it is left to <see cref="FinishAsync"/>.</summary>
    private bool TrySend(EncodedFrame frame)
    {
        bool isLeft = false;
        try
        {
            int sent = _connection.Direct?.TrySendFrame(frame.Frame) ?? 0;
            isLeft = sent < frame.Frame.Length;
            if (isLeft)
                (_frame, _sent) = (frame, sent);
            else
                _session.Counters.Sent(frame);
            return !isLeft;
        }
        finally
        {
            if (!isLeft)
                frame.Release();
        }
    }

    /// <summary>Sends what the kernel had no room for.</summary>
    private async ValueTask FinishAsync(EncodedFrame frame)
    {
        Volatile.Write(ref _sendingSince, _time.GetTimestamp());
        if (_connection.Direct is { } direct)
            await direct.FinishFrameAsync(frame.Frame, _sent);
        else
            await _connection.Socket.SendAsync(frame.Bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        Volatile.Write(ref _sendingSince, 0);
        _session.Counters.Sent(frame);
        _frame = null;
        frame.Release();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        Volatile.Write(ref _sendingSince, _time.GetTimestamp());
        await _connection.Socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Volatile.Write(ref _sendingSince, 0);
    }

    /// <summary>Tells the client why it ends. Only after <see cref="RunAsync"/> has ended, or by it.</summary>
    public async Task CloseAsync(CloseReason end)
    {
        if (end.Close is { } status && _connection.Socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await _connection.Socket.CloseOutputAsync(status, end.CloseText, CancellationToken.None);
    }
}
