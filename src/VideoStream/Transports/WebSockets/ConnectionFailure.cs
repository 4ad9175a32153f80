using System.Net.WebSockets;
using System.Threading.Channels;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>Classifies the exceptions with which a socket's loops end.</summary>
internal static class ConnectionFailure
{
    /// <summary>Why a viewer ends whose loop failed; <see cref="CloseReason.InternalError"/> for what is no failure of a connection.</summary>
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

    /// <summary>An unanswered ping aborts the socket. Both loops then fail in ways that do not say so; only a further use of the socket does.</summary>
    private static bool FailedByPing(WebSocket socket)
    {
        ValueTask use = socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, true, CancellationToken.None);
        Exception? failure = use.AsTask().Exception?.InnerException;
        return failure is WebSocketException { WebSocketErrorCode: WebSocketError.Faulted }
            or { InnerException: WebSocketException { WebSocketErrorCode: WebSocketError.Faulted } };
    }
}
