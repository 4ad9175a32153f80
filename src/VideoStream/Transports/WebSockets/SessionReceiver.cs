using System.Diagnostics;
using System.Net.WebSockets;
using System.Threading.RateLimiting;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>A session's receive loop: reads what the client says, to its end, whatever it says.</summary>
internal sealed class SessionReceiver(ClientSession session, WebSocket socket, ClientMessageParser parser, TimeProvider time)
    : IDisposable
{
    /// <summary>The longest message that is accepted, in bytes.</summary>
    public const int MaxMessageBytes = 4096;

    private const int MaxErrorsInARow = 100;

    // Over 50 messages a second for three seconds, with room for a clock that is a little off. Replenished by hand: no timer a session.
    private readonly FixedWindowRateLimiter _rate = new(new()
    {
        PermitLimit = 160,
        Window = TimeSpan.FromSeconds(3),
        QueueLimit = 0,
        AutoReplenishment = false,
    });

    // One more than the limit: what fills it is too long.
    private readonly byte[] _buffer = new byte[MaxMessageBytes + 1];
    private int _errorsInARow;

    /// <summary>Runs until the client has closed, or is gone.</summary>
    /// <returns>Why it ended.</returns>
    public async Task<CloseReason> RunAsync()
    {
        while (true)
        {
            var (length, type) = await ReceiveAsync();
            if (type == WebSocketMessageType.Close)
                return CloseReason.ClientClosed;
            // Once the session ends, what still comes is read only to find the client's close frame behind it.
            if (session.End is null)
                await HandleAsync(_buffer.AsMemory(0, length), type);
        }
    }

    public void Dispose() => _rate.Dispose();

    /// <summary>Reads one whole message, in whatever parts it comes.</summary>
    private async ValueTask<(int Length, WebSocketMessageType Type)> ReceiveAsync()
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            length += part.Count;
            if (length > MaxMessageBytes)
            {
                // At once, not at the message's end, which may never come.
                session.Stop(CloseReason.MessageTooBig);
                length = 0;
            }

            if (part.EndOfMessage || part.MessageType == WebSocketMessageType.Close)
                return (length, part.MessageType);
            // Parts count like messages, or a message of ever more empty ones would cost us without end.
            if (session.End is null && !Admit())
                session.Stop(CloseReason.Flood);
        }
    }

    private async ValueTask HandleAsync(ReadOnlyMemory<byte> text, WebSocketMessageType type)
    {
        var (message, error) = type == WebSocketMessageType.Text
            ? parser.Parse(text)
            : (null, new SettingError(ErrorCode.BinaryMessage, "binary messages mean nothing here; send JSON as text"));

        // An acknowledgement of a frame that was sent is invited, and bounded by what is sent.
        bool invited = message is ClientMessage.Ack ack && session.Acknowledge(ack.Number);
        if (!invited && !Admit())
        {
            session.Stop(CloseReason.Flood);
            return;
        }

        _errorsInARow = error is null ? 0 : _errorsInARow + 1;
        if (_errorsInARow >= MaxErrorsInARow)
            session.Stop(CloseReason.TooManyErrors);
        else if (error is not null)
            await session.Outbox.AnswerAsync(new ServerMessage.Error(error.Code, error.Message, error.Field));
        else
            await ApplyAsync(message!);
    }

    private async ValueTask ApplyAsync(ClientMessage message)
    {
        switch (message)
        {
            case ClientMessage.Settings settings:
                session.Change(settings.Change);
                break;
            case ClientMessage.Ping ping:
                long nowUs = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
                await session.Outbox.AnswerAsync(new ServerMessage.Pong(ping.T, nowUs));
                break;
            default:
                Debug.Assert(message is ClientMessage.Ack);
                break;
        }
    }

    private bool Admit()
    {
        _rate.TryReplenish();
        using RateLimitLease lease = _rate.AttemptAcquire();
        return lease.IsAcquired;
    }
}
