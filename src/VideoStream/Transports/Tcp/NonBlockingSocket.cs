using System.Net.Sockets;
using System.Runtime.InteropServices;
using VideoStream.Frames;

namespace VideoStream.Transports.Tcp;

/// <summary>
/// A socket whose sends take what the kernel takes at once: nearly always a whole frame. It costs less than a send that can wait. On Linux
/// the system call is made directly, which costs less than <see cref="Socket"/> does around it. Elsewhere the socket becomes non-blocking,
/// which changes only synchronous calls: the web server makes none.
/// </summary>
/// <param name="socket">The socket.</param>
internal readonly partial struct NonBlockingSocket(Socket socket)
{
    // MSG_DONTWAIT and MSG_NOSIGNAL, and EAGAIN, from Linux's include/linux/socket.h and asm-generic/errno-base.h.
    private const int NoWait = 0x40, NoSignal = 0x4000, WouldBlock = 11;

    // Kept: one object less to be read for each frame.
    private readonly SafeSocketHandle _handle = socket.SafeHandle;

    /// <summary>A send follows soon: asks the processor for what that needs.</summary>
    public void Prefetch() => CachePrefetch.Of(_handle, lines: 1);

    /// <returns>The bytes that were taken.</returns>
    /// <exception cref="SocketException">The connection is gone.</exception>
    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            nint sent = Send(_handle, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length, NoWait | NoSignal);
            if (sent >= 0)
                return (int)sent;
            if (Marshal.GetLastPInvokeError() == WouldBlock)
                return 0;
        }

        // Here also to report a failure in .NET's words: it fails again.
        Unblock();
        return Taken(socket.Send(bytes, SocketFlags.None, out SocketError error), error);
    }

    /// <inheritdoc cref="TrySend(ReadOnlySpan{byte})"/>
    /// <param name="gathered">The bytes: three parts, one behind the other.</param>
    public int TrySend(ArraySegment<byte>[] gathered)
    {
        if (OperatingSystem.IsLinux() && gathered is [var first, var second, var third])
        {
            nint sent = SendGathered(first, second, third);
            if (sent >= 0)
                return (int)sent;
            if (Marshal.GetLastPInvokeError() == WouldBlock)
                return 0;
        }

        Unblock();
        return Taken(socket.Send(gathered, SocketFlags.None, out SocketError error), error);
    }

    private unsafe nint SendGathered(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        fixed (byte* a = first, b = second, c = third)
        {
            Part* parts = stackalloc Part[] { new(a, first.Length), new(b, second.Length), new(c, third.Length) };
            var message = new Message { Parts = parts, Count = 3 };
            return SendMessage(_handle, ref message, NoWait | NoSignal);
        }
    }

    private void Unblock()
    {
        if (socket.Blocking)
            socket.Blocking = false;
    }

    private static int Taken(int bytes, SocketError error) =>
        error is SocketError.Success or SocketError.WouldBlock ? bytes : throw new SocketException((int)error);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeSocketHandle socket, ref byte bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(SafeSocketHandle socket, ref Message message, int flags);

    /// <summary><c>struct iovec</c>.</summary>
    private readonly unsafe struct Part(byte* address, int length)
    {
        private readonly byte* _address = address;
        private readonly nuint _length = (nuint)length;
    }

    /// <summary><c>struct user_msghdr</c>, from Linux's include/linux/socket.h.</summary>
    private unsafe struct Message
    {
        public byte* Name;
        public int NameLength;
        public Part* Parts;
        public nuint Count;
        public byte* Control;
        public nuint ControlLength;
        public uint Flags;
    }
}
