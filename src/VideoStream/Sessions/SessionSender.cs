using System.Net.WebSockets;
using System.Runtime.ExceptionServices;
using VideoStream.Encoding;

namespace VideoStream.Sessions;

/// <summary>
/// A session's send loop, the only one to write messages to its socket: texts first, then the newest picture, else it waits to be woken. While it does, who has a new picture for it
/// sends that on their own thread, as far as the kernel takes it at once, which costs less than to wake it.
/// </summary>
internal sealed class SessionSender(
    ClientSession session, ClientConnection connection, ViewerFeed feed, SessionTexts texts, WakeSignal signal, TimeProvider time)
{
    private readonly WebSocket _socket = connection.Socket;
    private EncodedPicture? _picture;
    private int _sent;
    private Exception? _failure;
    private long _sendingSince;

    /// <summary>Since when one message is being sent, in monotonic ticks; 0 while none is.</summary>
    public long SendingSince => Volatile.Read(ref _sendingSince);

    /// <summary>There may be a picture to send. Called from any thread; takes as long as the kernel takes for what it has room for, and never throws.</summary>
    public void OnPicture()
    {
        if (!signal.TryStandIn())
        {
            signal.Set();
            return;
        }

        bool isDone = false;
        try
        {
            isDone = TrySendPictures();
        }
        catch (Exception e)
        {
            // The loop is who knows what to do then.
            _failure = e;
        }

        signal.StandDown(wake: !isDone);
    }

    /// <summary>Runs until the session is to end, then says so to the client.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                if (_failure is not null)
                    ExceptionDispatchInfo.Throw(_failure);
                if (_picture is not null)
                    await FinishAsync(_picture);
                if (session.End is not null)
                    break;
                if ((session.Outbox.IsEmpty || !await TrySendTextsAsync()) && TrySendPictures())
                    await signal.WaitAsync();
            }

            await CloseAsync(session.End);
        }
        finally
        {
            _picture?.Release();
            // A client that took nothing any more has missed pictures since.
            session.Counters.SetSkipped(feed.Skipped);
            feed.Pause();
            session.Outbox.Close();
        }
    }

    private async ValueTask<bool> TrySendTextsAsync()
    {
        bool any = false;
        News news = session.Outbox.TakeNews();
        if (news != News.None && session.SpeaksV1)
        {
            foreach (Protocol.ServerMessage message in texts.For(news))
                await SendAsync(SessionTexts.Serialize(message));
            any = true;
        }

        while (session.End is null && session.Outbox.TryTakeAnswer(out Protocol.ServerMessage? answer))
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
        while (session.End is null && session.Outbox.IsEmpty)
        {
            ViewerSettings settings = session.Settings;
            if (settings.Paused)
            {
                feed.Pause();
                return true;
            }

            bool isThere = feed.TryTake(settings, out EncodedPicture? picture, out bool changed);
            if (changed)
                session.Outbox.Announce(News.Config);
            if (!isThere)
                return !changed;
            session.Counters.SetSkipped(feed.Skipped);
            if (!TrySend(picture!))
                return false;
            feed.SentAtOnce();
        }

        return false;
    }

    /// <summary>Sends a picture and lets it go, if the kernel takes it at once; else it is left to <see cref="FinishAsync"/>.</summary>
    private bool TrySend(EncodedPicture picture)
    {
        bool isLeft = false;
        try
        {
            int sent = connection.Direct?.SendFrameAtOnce(picture.Frame) ?? 0;
            isLeft = sent < picture.Frame.Length;
            if (isLeft)
                (_picture, _sent) = (picture, sent);
            else
                session.Counters.Sent(picture);
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
        Volatile.Write(ref _sendingSince, time.GetTimestamp());
        if (connection.Direct is { } direct)
            await direct.FinishFrameAsync(picture.Frame, _sent);
        else
            await _socket.SendAsync(picture.Bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        Volatile.Write(ref _sendingSince, 0);
        session.Counters.Sent(picture);
        _picture = null;
        picture.Release();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        Volatile.Write(ref _sendingSince, time.GetTimestamp());
        await _socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Volatile.Write(ref _sendingSince, 0);
    }

    /// <summary>Tells the client why it ends. Only after <see cref="RunAsync"/> has ended, or by it.</summary>
    public async Task CloseAsync(SessionEnd end)
    {
        if (end.Close is { } status && _socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await _socket.CloseOutputAsync(status, end.CloseText, CancellationToken.None);
    }
}
