using System.Buffers.Binary;

namespace VideoStream.Tests.Support;

/// <summary>Packs NAL units into RTP packets (RFC 3550 and RFC 6184), as a camera does.</summary>
internal sealed class RtpWriter
{
    public const byte PayloadType = 96;

    /// <summary>The next packet's sequence number.</summary>
    public ushort Sequence { get; set; } = 65530;

    public uint Timestamp { get; set; } = 1000;

    public uint Source { get; set; } = 7;

    /// <summary>A slice. Its picture begins with one that is the first.</summary>
    public static byte[] Slice(bool isKeyFrame = false, bool isFirst = true, int length = 20, byte fill = 0x5A) =>
        [(byte)(isKeyFrame ? 0x65 : 0x41), (byte)(isFirst ? 0x88 : 0x22), .. Enumerable.Repeat(fill, length)];

    /// <summary>The units in Annex B form.</summary>
    public static byte[] AnnexB(params IEnumerable<byte[]> units) => [.. units.SelectMany(unit => (byte[])[0, 0, 0, 1, .. unit])];

    /// <summary>A packet.</summary>
    public byte[] Packet(ReadOnlySpan<byte> payload, bool isMarked = false, byte type = PayloadType)
    {
        byte[] packet = new byte[12 + payload.Length];
        packet[0] = 0x80;
        packet[1] = (byte)(type | (isMarked ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), Source);
        payload.CopyTo(packet.AsSpan(12));
        return packet;
    }

    /// <summary>The packets of an access unit. Afterwards it is the next one's time.</summary>
    /// <param name="units">Its NAL units.</param>
    /// <param name="sizes">
    /// How each unit is sent, in turn: 0 joins it to the next ones that are joined (STAP-A), a length fragments it (FU-A) if it is longer.
    /// </param>
    /// <param name="isMarked">Whether the last packet has the marker.</param>
    public List<byte[]> Unit(IReadOnlyList<byte[]> units, IReadOnlyList<int>? sizes = null, bool isMarked = true)
    {
        List<byte[]> payloads = [];
        List<byte> joined = [];
        foreach ((int i, byte[] unit) in units.Index())
        {
            int size = sizes is { Count: > 0 } ? sizes[i % sizes.Count] : int.MaxValue;
            if (joined.Count > 0 && size != 0)
                (payloads, joined) = ([.. payloads, [.. joined]], []);
            if (size == 0)
                joined = [.. joined.Count == 0 ? [0x78] : joined, (byte)(unit.Length >> 8), (byte)unit.Length, .. unit];
            else
                payloads.AddRange(unit.Length <= size ? [unit] : Fragments(unit, size));
        }

        if (joined.Count > 0)
            payloads.Add([.. joined]);
        List<byte[]> packets = [.. payloads.Select((payload, i) => Packet(payload, isMarked && i == payloads.Count - 1))];
        Timestamp += 3600;
        return packets;
    }

    private static IEnumerable<byte[]> Fragments(byte[] unit, int size)
    {
        for (int at = 1; at < unit.Length; at += size)
        {
            int end = Math.Min(unit.Length, at + size);
            byte position = (byte)((at == 1 ? 0x80 : 0) | (end == unit.Length ? 0x40 : 0) | (unit[0] & 0x1F));
            yield return [(byte)((unit[0] & 0xE0) | 28), position, .. unit[at..end]];
        }
    }
}
