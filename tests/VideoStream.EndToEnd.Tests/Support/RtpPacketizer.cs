using System.Buffers.Binary;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Packs NAL units into RTP packets (RFC 3550), whole or as fragments, for H.264 (RFC 6184) and H.265 (RFC 7798).</summary>
internal sealed class RtpPacketizer(bool isH265)
{
    private const int MaxPayload = 1200, FuA = 28, FragmentationUnit = 49;

    private ushort _sequence = 1;

    /// <summary>The packets of one frame.</summary>
    /// <param name="units">Its NAL units.</param>
    /// <param name="timestamp">Its time in units of 1/90000 s.</param>
    public IEnumerable<byte[]> Packets(IReadOnlyList<byte[]> units, uint timestamp)
    {
        for (int i = 0; i < units.Count; i++)
        {
            byte[][] payloads = [.. Payloads(units[i])];
            for (int j = 0; j < payloads.Length; j++)
                yield return Packet(payloads[j], timestamp, isLast: i == units.Count - 1 && j == payloads.Length - 1);
        }
    }

    private IEnumerable<byte[]> Payloads(byte[] unit)
    {
        if (unit.Length <= MaxPayload)
        {
            yield return unit;
            yield break;
        }

        int header = isH265 ? 2 : 1;
        for (int at = header; at < unit.Length; at += MaxPayload)
        {
            int end = Math.Min(unit.Length, at + MaxPayload);
            byte position = (byte)((at == header ? 0x80 : 0) | (end == unit.Length ? 0x40 : 0));
            byte[] begin = isH265
                ? [(byte)((unit[0] & 0x81) | (FragmentationUnit << 1)), unit[1], (byte)(position | ((unit[0] >> 1) & 0x3F))]
                : [(byte)((unit[0] & 0xE0) | FuA), (byte)(position | (unit[0] & 0x1F))];
            yield return [.. begin, .. unit[at..end]];
        }
    }

    private byte[] Packet(byte[] payload, uint timestamp, bool isLast)
    {
        byte[] packet = new byte[12 + payload.Length];
        packet[0] = 0x80;
        packet[1] = (byte)(96 | (isLast ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), 0x56535452);
        payload.CopyTo(packet, 12);
        return packet;
    }
}
