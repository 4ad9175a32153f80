using System.Net.WebSockets;
using VideoStream.Adaptation;
using VideoStream.Frames;
using VideoStream.Transports.Tcp;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>Sends a viewer's frames as binary messages, and its text messages before them.</summary>
/// <param name="socket">The socket.</param>
/// <param name="stream">The stream under the socket.</param>
/// <param name="outbox">The text messages.</param>
/// <param name="messages">Makes notifications; null if the client gets none.</param>
internal sealed class WebSocketSink(WebSocket socket, ClientStream stream, Outbox outbox, ServerMessageFactory? messages) : IFrameSink
{
    private readonly DirectStream? _direct = stream as DirectStream;
    private VideoFormat? _announced;
    private bool _asksReceipt;
    private SendProgress _progress;

    public bool HasMessages => !outbox.IsEmpty;

    /// <summary>Asks for a receipt, which shows how far away the client is. Only while the client has nothing to read.</summary>
    public ValueTask AskAsync() => stream.PingAsync(ClientReading.Question);

    public bool TrySend(EncodedFrame frame, bool asksReceipt)
    {
        _asksReceipt = asksReceipt;
        // What the frame is comes before it, and may have to wait for the socket.
        _progress = _direct is null || IsUnannounced(frame) ? SendProgress.None : _direct.TrySendFrame(Message(frame));
        return _progress == SendProgress.Whole;
    }

    /// <inheritdoc/>
    public void Prefetch(int ahead)
    {
        if (ahead < 3)
        {
            _direct?.Prefetch(ahead);
            return;
        }

        CachePrefetch.Of(_direct);
        CachePrefetch.Of(outbox);
    }

    public ValueTask FinishAsync(EncodedFrame frame)
    {
        if (IsUnannounced(frame))
            return AnnounceAndSendAsync(frame);
        if (_direct is not null)
            return _direct.FinishFrameAsync(Message(frame), _progress);
        if (_asksReceipt)
            stream.PingAfterNext(frame.Stamp.Number);
        return socket.SendAsync(frame.Bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
    }

    public async ValueTask SendMessagesAsync()
    {
        PendingNotifications pending = outbox.TakeNotifications();
        if (messages is not null)
        {
            foreach (ServerMessage notification in messages.For(pending))
                await SendAsync(notification);
        }

        // Else the WebSocket could write its own ping at the same time.
        if (pending.HasFlag(PendingNotifications.Question) && _direct is not null)
            await AskAsync();
        while (outbox.TryTakeAnswer(out ServerMessage? answer))
            await SendAsync(answer);
    }

    /// <summary>Sends the reason's close frame, if it has one and the socket still can.</summary>
    public Task CloseAsync(CloseReason reason) =>
        WebSocketClose.Of(reason) is { } close && socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? socket.CloseOutputAsync(close.Status, close.Text, CancellationToken.None)
            : Task.CompletedTask;

    /// <summary>Nothing more is sent.</summary>
    public void Complete() => outbox.Close();

    private bool IsUnannounced(EncodedFrame frame) =>
        messages is not null && frame.Video is { } video && !ReferenceEquals(video, _announced);

    private async ValueTask AnnounceAndSendAsync(EncodedFrame frame)
    {
        VideoFormat video = frame.Video!;
        if (video != _announced)
            await SendAsync(new ServerMessage.Video(video.Codec, video.Size.Width, video.Size.Height));
        _announced = video;
        await FinishAsync(frame);
    }

    /// <summary>The frame as a message, with a ping behind it if a receipt is asked for: the same bytes for all viewers.</summary>
    private ReadOnlyMemory<byte> Message(EncodedFrame frame) => _asksReceipt
        ? frame.WithPrefixAndSuffix(WebSocketFrameHeader.Write, ReceiptPing.Write)
        : frame.WithPrefix(WebSocketFrameHeader.Write);

    private ValueTask SendAsync(ServerMessage message) =>
        socket.SendAsync(ProtocolJson.Serialize(message).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
}
