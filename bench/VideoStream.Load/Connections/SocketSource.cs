using System.Net.Sockets;

namespace VideoStream.Load.Connections;

/// <summary>A connection's bytes.</summary>
internal sealed class SocketSource(Socket socket) : IByteSource
{
    private const int MaxSkip = 1 << 20;

    // Linux drops TCP bytes without copying them if asked so (MSG_TRUNC, tcp(7)), which saves most of what a picture costs its viewer.
    private static readonly SocketFlags Drop = OperatingSystem.IsLinux() ? SocketFlags.Truncated : SocketFlags.None;

    // Where bytes go that nobody looks at: one for all viewers. On Linux it is never written to.
    private static readonly Memory<byte> Scrap = GC.AllocateUninitializedArray<byte>(MaxSkip, pinned: true);

    public ValueTask<int> ReadAsync(Memory<byte> into) => socket.ReceiveAsync(into, SocketFlags.None);

    public ValueTask<int> SkipAsync(int most) => socket.ReceiveAsync(Scrap[..Math.Min(most, MaxSkip)], Drop);
}
