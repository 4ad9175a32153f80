using System.Buffers.Binary;
using System.Net.Sockets;
using VideoStream.Adaptation;

namespace VideoStream.Transports.Tcp;

/// <summary>Asks the kernel about a connection, on Linux since 4.10.</summary>
/// <param name="socket">Its socket; null if it is none of TCP, of which nothing is known then.</param>
internal sealed class TcpInfo(Socket? socket) : ILinkProbe
{
    // IPPROTO_TCP, TCP_INFO and the offsets of struct tcp_info, from the kernel's include/uapi/linux/tcp.h.
    private const int Tcp = 6, Option = 11;
    private const int SegmentAt = 16, InFlightAt = 24, ThresholdAt = 76, RetransmittedAt = 100, AcknowledgedAt = 120, UnsentAt = 144, ShortestAt = 148,
        BusyAt = 168, ReceiverLimitedAt = 176, Size = 184;

    // What the kernel says of the threshold while it knows none: TCP_INFINITE_SSTHRESH.
    private const uint NoThreshold = 0x7fffffff;

    private readonly byte[] _info = new byte[Size];

    /// <inheritdoc/>
    public bool TryRead(out TcpSnapshot snapshot)
    {
        snapshot = default;
        if (socket is null || !OperatingSystem.IsLinux())
            return false;
        try
        {
            if (socket.GetRawSocketOption(Tcp, Option, _info) < Size)
                return false;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }

        snapshot = new TcpSnapshot
        {
            Acknowledged = Long(AcknowledgedAt),
            // By packets, to which the last one of a frame rounds up. tcpi_bytes_sent and tcpi_bytes_retrans would be exact, were they so after losses.
            BytesInFlight = ((long)Int(InFlightAt) * Int(SegmentAt)) + Int(UnsentAt),
            Busy = TimeSpan.FromMicroseconds(Long(BusyAt)),
            ReceiverLimited = TimeSpan.FromMicroseconds(Long(ReceiverLimitedAt)),
            // All ones until there was one.
            ShortestRoundTrip = Int(ShortestAt) == uint.MaxValue ? TimeSpan.Zero : TimeSpan.FromMicroseconds(Int(ShortestAt)),
            Retransmitted = Int(RetransmittedAt),
            Segment = (int)Int(SegmentAt),
            InSlowStart = Int(ThresholdAt) >= NoThreshold,
        };
        return true;
    }

    private uint Int(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_info.AsSpan(offset));

    private long Long(int offset) => BinaryPrimitives.ReadInt64LittleEndian(_info.AsSpan(offset));
}
