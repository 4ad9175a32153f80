using System.Net.Sockets;

namespace VideoStream.Transports.Tcp;

/// <summary>
/// Sends what the kernel takes at once: nearly always a whole frame. It costs less than a send that can wait. The socket becomes
/// non-blocking, which changes only synchronous calls: the web server makes none.
/// </summary>
internal static class NonBlockingSend
{
    /// <returns>The bytes that were taken.</returns>
    /// <exception cref="SocketException">The connection is gone.</exception>
    public static int TrySend(this Socket socket, ReadOnlySpan<byte> bytes)
    {
        Unblock(socket);
        return Taken(socket.Send(bytes, SocketFlags.None, out SocketError error), error);
    }

    /// <inheritdoc cref="TrySend(Socket, ReadOnlySpan{byte})"/>
    public static int TrySend(this Socket socket, ArraySegment<byte>[] gathered)
    {
        Unblock(socket);
        return Taken(socket.Send(gathered, SocketFlags.None, out SocketError error), error);
    }

    private static void Unblock(Socket socket)
    {
        if (socket.Blocking)
            socket.Blocking = false;
    }

    private static int Taken(int bytes, SocketError error) =>
        error is SocketError.Success or SocketError.WouldBlock ? bytes : throw new SocketException((int)error);
}
