using System.Net.WebSockets;
using System.Threading.Channels;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>Classifies the exceptions that end a socket's loops.</summary>
internal static class ConnectionFailure
{
    /// <summary>The close reason of a viewer whose loop failed. A bug is a <see cref="CloseReason.InternalError"/>.</summary>
    public static CloseReason Classify(Exception exception, WebSocket socket)
    {
        if (socket.State == WebSocketState.Aborted && FailedByPing(socket))
            return CloseReason.PingUnanswered;
        return exception switch
        {
            WebSocketException { WebSocketErrorCode: WebSocketError.Faulted } => CloseReason.ProtocolViolation,
            WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or ChannelClosedException =>
                CloseReason.ConnectionLost,
            _ => CloseReason.InternalError,
        };
    }

    /// <summary>
    /// Whether an unanswered ping aborted the socket. The exceptions of both loops do not say that. Only that of a further use does.
    /// </summary>
    private static bool FailedByPing(WebSocket socket)
    {
        ValueTask use = socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, true, CancellationToken.None);
        Exception? failure = use.AsTask().Exception?.InnerException;
        return failure is WebSocketException { WebSocketErrorCode: WebSocketError.Faulted }
            or { InnerException: WebSocketException { WebSocketErrorCode: WebSocketError.Faulted } };
    }
}
