using System.Net.WebSockets;
using System.Threading.Channels;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>What it means for a session that one of its loops failed.</summary>
internal static class ConnectionFailure
{
    /// <summary>Says why a session ends whose loop failed; <see cref="CloseReason.Fault"/> for what is no failure of a connection.</summary>
    public static CloseReason Reason(Exception exception, WebSocket socket)
    {
        if (socket.State == WebSocketState.Aborted && FailedByPing(socket))
            return CloseReason.PingUnanswered;
        return exception switch
        {
            WebSocketException { WebSocketErrorCode: WebSocketError.Faulted } => CloseReason.ProtocolViolation,
            WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or ChannelClosedException =>
                CloseReason.ConnectionLost,
            _ => CloseReason.Fault,
        };
    }

    /// <summary>
    /// An unanswered ping aborts the socket, and both loops then fail in ways that don't say so. Only a further use of the socket does.
    /// </summary>
    private static bool FailedByPing(WebSocket socket)
    {
        ValueTask use = socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, true, CancellationToken.None);
        Exception? failure = use.AsTask().Exception?.InnerException;
        return failure is WebSocketException { WebSocketErrorCode: WebSocketError.Faulted }
            or { InnerException: WebSocketException { WebSocketErrorCode: WebSocketError.Faulted } };
    }
}
