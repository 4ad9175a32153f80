using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace VideoStream.Transports.Tcp;

/// <summary>
/// Sends what the kernel takes at once: nearly always a whole frame. It costs less than a send that can wait. On Linux the system call is
/// made directly, which costs less than <see cref="Socket"/> does around it. Elsewhere the socket becomes non-blocking, which changes only
/// synchronous calls: the web server makes none.
/// </summary>
internal static partial class NonBlockingSend
{
    // MSG_DONTWAIT and MSG_NOSIGNAL, and EAGAIN, from Linux's include/linux/socket.h and asm-generic/errno-base.h.
    private const int NoWait = 0x40, NoSignal = 0x4000, WouldBlock = 11;

    /// <returns>The bytes that were taken.</returns>
    /// <exception cref="SocketException">The connection is gone.</exception>
    public static int TrySend(this Socket socket, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            nint sent = Send(socket.SafeHandle, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length, NoWait | NoSignal);
            if (sent >= 0)
                return (int)sent;
            if (Marshal.GetLastPInvokeError() == WouldBlock)
                return 0;
        }

        // Here also to report a failure in .NET's words: it fails again.
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

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeSocketHandle socket, ref byte bytes, nuint length, int flags);
}
