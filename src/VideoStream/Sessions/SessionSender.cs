using System.Net.WebSockets;
using VideoStream.Encoding;

namespace VideoStream.Sessions;

/// <summary>
/// A session's send loop, the only one to write messages to its socket: texts first, then the newest picture, else it waits to be woken. While it waits, who
/// has a new picture for it sends that on their own thread, as far as the kernel takes it at once, which costs less than to wake it.
/// </summary>
internal sealed class SessionSender
{
    private readonly ClientSession _session;
    private readonly ClientConnection _connection;
    private readonly ViewerFeed _feed;
    private readonly SessionTexts _texts;
    private readonly WakeSignal _signal;
    private readonly TimeProvider _time;
    private readonly Func<bool> _trySendPictures;
    private EncodedPicture? _picture;
    private int _sent;
    private long _sendingSince;

    public SessionSender(
        ClientSession session, ClientConnection connection, ViewerFeed feed, SessionTexts texts, WakeSignal signal, TimeProvider time)
    {
        (_session, _connection, _feed, _texts, _signal, _time) = (session, connection, feed, texts, signal, time);
        _trySendPictures = TrySendPictures;
    }

    /// <summary>Since when one message is being sent, in monotonic ticks; 0 while none is.</summary>
    public long SendingSince => Volatile.Read(ref _sendingSince);

    /// <summary>There may be a picture to send. For any thread: takes as long as the kernel takes for what it has room for, and never throws.</summary>
    public void OnPicture() => _signal.StandInOrSet(_trySendPictures);

    /// <summary>Runs until the session is to end, then says so to the client.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                if (_picture is not null)
                    await FinishAsync(_picture);
                if (_session.End is not null)
                    break;
                if ((_session.Outbox.IsEmpty || !await TrySendTextsAsync()) && TrySendPictures())
                    await _signal.WaitAsync();
            }

            await CloseAsync(_session.End);
        }
        finally
        {
            _picture?.Release();
            // A client that took nothing any more has missed pictures since.
            _session.Counters.SetSkipped(_feed.Skipped);
            _feed.Pause();
            _session.Outbox.Close();
        }
    }

    private async ValueTask<bool> TrySendTextsAsync()
    {
        bool any = false;
        News news = _session.Outbox.TakeNews();
        if (news != News.None && _session.SpeaksV1)
        {
            foreach (Protocol.ServerMessage message in _texts.For(news))
                await SendAsync(SessionTexts.Serialize(message));
            any = true;
        }

        while (_session.End is null && _session.Outbox.TryTakeAnswer(out Protocol.ServerMessage? answer))
        {
            await SendAsync(SessionTexts.Serialize(answer!));
            any = true;
        }

        return any;
    }

    /// <summary>Sends the newest picture, and those that come meanwhile, as far as the kernel takes them at once.</summary>
    /// <returns>Whether nothing is left to do until it is woken; else it is the loop's turn.</returns>
    private bool TrySendPictures()
    {
        while (_session.End is null && _session.Outbox.IsEmpty)
        {
            ViewerSettings settings = _session.Settings;
            if (settings.Paused)
            {
                _feed.Pause();
                return true;
            }

            bool isThere = _feed.TryTake(settings, out EncodedPicture? picture, out bool changed);
            if (changed)
                _session.Outbox.Announce(News.Config);
            if (!isThere)
                return !changed;
            _session.Counters.SetSkipped(_feed.Skipped);
            if (!TrySend(picture!))
                return false;
            _feed.SentAtOnce();
        }

        return false;
    }

    /// <summary>Sends a picture and lets it go, if the kernel takes it at once; else it is left to <see cref="FinishAsync"/>.</summary>
    private bool TrySend(EncodedPicture picture)
    {
        bool isLeft = false;
        try
        {
            int sent = _connection.Direct?.SendFrameAtOnce(picture.Frame) ?? 0;
            isLeft = sent < picture.Frame.Length;
            if (isLeft)
                (_picture, _sent) = (picture, sent);
            else
                _session.Counters.Sent(picture);
            return !isLeft;
        }
        finally
        {
            if (!isLeft)
                picture.Release();
        }
    }

    /// <summary>Sends what the kernel had no room for.</summary>
    private async ValueTask FinishAsync(EncodedPicture picture)
    {
        Volatile.Write(ref _sendingSince, _time.GetTimestamp());
        if (_connection.Direct is { } direct)
            await direct.FinishFrameAsync(picture.Frame, _sent);
        else
            await _connection.Socket.SendAsync(picture.Bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        Volatile.Write(ref _sendingSince, 0);
        _session.Counters.Sent(picture);
        _picture = null;
        picture.Release();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        Volatile.Write(ref _sendingSince, _time.GetTimestamp());
        await _connection.Socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Volatile.Write(ref _sendingSince, 0);
    }

    /// <summary>Tells the client why it ends. Only after <see cref="RunAsync"/> has ended, or by it.</summary>
    public async Task CloseAsync(SessionEnd end)
    {
        if (end.Close is { } status && _connection.Socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await _connection.Socket.CloseOutputAsync(status, end.CloseText, CancellationToken.None);
    }
}
