using System.Net.WebSockets;
using VideoStream.Frames;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>Sends a viewer's frames as binary messages, and its text messages before them.</summary>
/// <param name="socket">The socket.</param>
/// <param name="direct">The stream under the socket, if frames may go straight to the kernel; null if they go through the socket.</param>
/// <param name="outbox">The text messages.</param>
/// <param name="messages">Makes notifications; null if the client gets none.</param>
internal sealed class WebSocketSink(WebSocket socket, DirectStream? direct, Outbox outbox, ServerMessageFactory? messages) : IFrameSink
{
    private int _sent;

    public bool HasMessages => !outbox.IsEmpty;

    public bool TrySend(EncodedFrame frame)
    {
        ReadOnlyMemory<byte> message = Message(frame);
        _sent = direct?.TrySendFrame(message) ?? 0;
        return _sent == message.Length;
    }

    public ValueTask FinishAsync(EncodedFrame frame) => direct is not null
        ? direct.FinishFrameAsync(Message(frame), _sent)
        : socket.SendAsync(frame.Bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    public async ValueTask SendMessagesAsync()
    {
        PendingNotifications pending = outbox.TakeNotifications();
        if (messages is not null)
        {
            foreach (ServerMessage notification in messages.For(pending))
                await SendAsync(notification);
        }

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

    private static ReadOnlyMemory<byte> Message(EncodedFrame frame) => frame.WithPrefix(WebSocketFrameHeader.Write);

    private ValueTask SendAsync(ServerMessage message) =>
        socket.SendAsync(ProtocolJson.Serialize(message).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
}
