using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using VideoStream.Adaptation;

namespace VideoStream.Transports.Tcp;

/// <summary>Reads the kernel's statistics of a connection, on Linux since 4.10.</summary>
/// <param name="socket">The connection's socket; null if it is not TCP: then there are no statistics.</param>
internal sealed partial class TcpInfo(Socket? socket) : ILinkProbe
{
    // IPPROTO_TCP, TCP_INFO and the offsets of struct tcp_info, from the kernel's include/uapi/linux/tcp.h.
    private const int Tcp = 6, Option = 11;
    private const int SegmentAt = 16, InFlightAt = 24, ThresholdAt = 76, RetransmittedAt = 100, AcknowledgedAt = 120;
    private const int UnsentAt = 144, MinRttAt = 148, BusyAt = 168, ReceiverLimitedAt = 176, Size = 184;

    // Since Linux 5.4.
    private const int ReceiveWindowAt = 228, SizeWithWindow = 232;

    // SIOCOUTQ, from the kernel's include/uapi/linux/sockios.h.
    private const nuint UnacknowledgedRequest = 0x5411;

    // The kernel's value of the threshold while it is unknown: TCP_INFINITE_SSTHRESH.
    private const uint NoThreshold = 0x7fffffff;

    // Kept: one object less to be read for each frame.
    private readonly SafeSocketHandle? _handle = socket?.SafeHandle;

    public bool TryRead(out TcpSnapshot snapshot)
    {
        snapshot = default;
        if (socket is null || !OperatingSystem.IsLinux())
            return false;
        Span<byte> info = stackalloc byte[SizeWithWindow];
        try
        {
            int size = socket.GetRawSocketOption(Tcp, Option, info);
            if (size < Size)
                return false;
            info = info[..size];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }

        snapshot = Parse(info);
        return true;
    }

    public bool TryReadUnacknowledged(out int bytes)
    {
        bytes = 0;
        if (_handle is null || !OperatingSystem.IsLinux())
            return false;
        try
        {
            return Control(_handle, UnacknowledgedRequest, ref bytes) == 0;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private static TcpSnapshot Parse(ReadOnlySpan<byte> info) => new()
    {
        Acknowledged = Long(info, AcknowledgedAt),
        // In whole packets, so it is rounded up. tcpi_bytes_sent and tcpi_bytes_retrans would be exact, but are wrong after losses.
        BytesInFlight = ((long)Int(info, InFlightAt) * Int(info, SegmentAt)) + Int(info, UnsentAt),
        Unsent = Int(info, UnsentAt),
        Busy = TimeSpan.FromMicroseconds(Long(info, BusyAt)),
        ReceiverLimited = TimeSpan.FromMicroseconds(Long(info, ReceiverLimitedAt)),
        // All ones before the first round trip.
        MinRtt = Int(info, MinRttAt) == uint.MaxValue ? TimeSpan.Zero : TimeSpan.FromMicroseconds(Int(info, MinRttAt)),
        Retransmitted = Int(info, RetransmittedAt),
        Segment = (int)Int(info, SegmentAt),
        ReceiveWindow = info.Length >= SizeWithWindow ? Int(info, ReceiveWindowAt) : null,
        InSlowStart = Int(info, ThresholdAt) >= NoThreshold,
    };

    // The kernel reads two numbers and takes no lock, so the collector may wait for it.
    [LibraryImport("libc", EntryPoint = "ioctl")]
    [SuppressGCTransition]
    private static partial int Control(SafeSocketHandle socket, nuint request, ref int bytes);

    private static uint Int(ReadOnlySpan<byte> info, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(info[offset..]);

    private static long Long(ReadOnlySpan<byte> info, int offset) => BinaryPrimitives.ReadInt64LittleEndian(info[offset..]);
}
