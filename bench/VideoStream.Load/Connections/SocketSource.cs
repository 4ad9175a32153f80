using System.Net.Sockets;

namespace VideoStream.Load.Connections;

/// <summary>Bytes of a connection.</summary>
internal sealed class SocketSource(Socket socket) : IByteSource
{
    private const int MaxSkip = 1 << 20;

    // With MSG_TRUNC Linux drops TCP bytes without copying them (tcp(7)). That saves most of a viewer's CPU.
    private static readonly SocketFlags Drop = OperatingSystem.IsLinux() ? SocketFlags.Truncated : SocketFlags.None;

    // Target of dropped bytes, shared by all viewers. Linux never writes to it.
    private static readonly Memory<byte> Scrap = GC.AllocateUninitializedArray<byte>(MaxSkip, pinned: true);

    public ValueTask<int> ReadAsync(Memory<byte> into) => socket.ReceiveAsync(into, SocketFlags.None);

    public ValueTask<int> SkipAsync(int most) => socket.ReceiveAsync(Scrap[..Math.Min(most, MaxSkip)], Drop);
}
