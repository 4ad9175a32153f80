using System.Buffers.Binary;

namespace VideoStream.Cameras.Sources.Rtsp.Rtp;

/// <summary>Reads what RTCP is needed for (RFC 3550, section 6).</summary>
internal static class RtcpPackets
{
    private const int Version = 2, Word = 4, Goodbye = 203;

    /// <summary>Whether packets that came together say that the sender has ended its stream (BYE).</summary>
    public static bool HasGoodbye(ReadOnlySpan<byte> packets)
    {
        while (packets.Length >= Word && packets[0] >> 6 == Version)
        {
            if (packets[1] == Goodbye)
                return true;
            int length = Word * (BinaryPrimitives.ReadUInt16BigEndian(packets[2..]) + 1);
            if (length > packets.Length)
                return false;
            packets = packets[length..];
        }

        return false;
    }
}
