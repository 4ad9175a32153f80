using System.Net.WebSockets;
using VideoStream.Encoding;

namespace VideoStream.Sessions;

/// <summary>A session's send loop, the only writer to its socket: texts first, then the newest picture, else it waits to be woken.</summary>
internal sealed class SessionSender(ClientSession session, ClientConnection connection, ViewerFeed feed, SessionTexts texts, TimeProvider time)
{
    private readonly WebSocket _socket = connection.Socket;
    private long _sendingSince;

    /// <summary>Since when one message is being sent, in monotonic ticks; 0 while none is.</summary>
    public long SendingSince => Volatile.Read(ref _sendingSince);

    /// <summary>Runs until the session is to end, then says so to the client.</summary>
    public async Task RunAsync(WakeSignal signal)
    {
        try
        {
            while (session.End is null)
            {
                if ((session.Outbox.IsEmpty || !await TrySendTextsAsync()) && !await TrySendPictureAsync())
                    await signal.WaitAsync();
            }

            await CloseAsync(session.End);
        }
        finally
        {
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

    private async ValueTask<bool> TrySendPictureAsync()
    {
        ViewerSettings settings = session.Settings;
        if (settings.Paused)
        {
            feed.Pause();
            return false;
        }

        bool isThere = feed.TryTake(settings, out EncodedPicture? picture, out bool changed);
        if (changed)
            session.Outbox.Announce(News.Config);
        if (!isThere)
            return false;

        session.Counters.SetSkipped(feed.Skipped);
        try
        {
            await SendAsync(picture!);
            session.Counters.Sent(picture!);
        }
        finally
        {
            picture!.Release();
        }

        return true;
    }

    private async ValueTask SendAsync(EncodedPicture picture)
    {
        Volatile.Write(ref _sendingSince, time.GetTimestamp());
        if (connection.Direct is { } direct)
            await direct.SendFrameAsync(picture.Frame);
        else
            await _socket.SendAsync(picture.Bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        Volatile.Write(ref _sendingSince, 0);
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
