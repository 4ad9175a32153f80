using System.Diagnostics;
using System.Net.WebSockets;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.WebSockets;

/// <summary>A viewer's receive loop: reads and applies the client's messages until the client has closed.</summary>
internal sealed class MessageReceiver(
    Viewer viewer, WebSocket socket, ClientMessageParser parser, Outbox outbox, ReceiveLimits limits)
{
    /// <summary>Maximum bytes of a message.</summary>
    public const int MaxMessageBytes = 4096;

    private const int MaxErrorsInARow = 100;

    // One byte more than the limit: a message that fills the buffer is too long.
    private readonly byte[] _buffer = new byte[MaxMessageBytes + 1];
    private int _errorsInARow;

    /// <summary>Runs until the client has closed. A lost connection ends it with the socket's exception.</summary>
    /// <returns>Why it ended.</returns>
    public async Task<CloseReason> RunAsync()
    {
        while (true)
        {
            var (length, type) = await ReceiveAsync();
            if (type == WebSocketMessageType.Close)
                return CloseReason.ClientClosed;
            // After the viewer was closed, messages are read only to reach the client's close frame.
            if (viewer.CloseReason is null)
                await HandleAsync(_buffer.AsMemory(0, length), type);
        }
    }

    /// <summary>Reads one whole message, in one part or more.</summary>
    private async ValueTask<(int Length, WebSocketMessageType Type)> ReceiveAsync()
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            length += part.Count;
            if (length > MaxMessageBytes)
            {
                // At once: the end of the message may never come.
                viewer.Close(CloseReason.MessageTooBig);
                length = 0;
            }

            if (part.EndOfMessage || part.MessageType == WebSocketMessageType.Close)
                return (length, part.MessageType);
            // Parts count like messages. Else a message of endless empty parts would be free.
            if (viewer.CloseReason is null)
                limits.TryAdmit();
        }
    }

    private async ValueTask HandleAsync(ReadOnlyMemory<byte> text, WebSocketMessageType type)
    {
        var (message, error) = type == WebSocketMessageType.Text
            ? parser.Parse(text)
            : (null, new SettingError(ErrorCode.BinaryMessage, "binary messages mean nothing here; send JSON as text"));
        if (message is ClientMessage.Settings settings)
            error = settings.Change.Check(viewer.Grant);

        // Acknowledgements of frames in flight are expected, and bounded by the frames that are sent.
        bool isExpected = message is ClientMessage.Ack ack && viewer.Acknowledge(ack.Number);
        if (!isExpected && !limits.TryAdmit())
            return;

        _errorsInARow = error is null ? 0 : _errorsInARow + 1;
        if (_errorsInARow >= MaxErrorsInARow)
            viewer.Close(CloseReason.TooManyErrors);
        else if (error is not null)
            await outbox.AnswerAsync(new ServerMessage.Error(error.Code, error.Message, error.Field));
        else
            await ApplyAsync(message!);
    }

    private async ValueTask ApplyAsync(ClientMessage message)
    {
        switch (message)
        {
            case ClientMessage.Settings settings:
                viewer.Change(settings.Change);
                break;
            case ClientMessage.Ping ping:
                await outbox.AnswerAsync(new ServerMessage.Pong(ping.T, viewer.Camera.Clock.UnixMicroseconds));
                break;
            case ClientMessage.KeyFrameRequest:
                viewer.RequestKeyFrame();
                break;
            default:
                Debug.Assert(message is ClientMessage.Ack);
                break;
        }
    }
}
