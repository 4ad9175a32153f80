using System.Buffers.Binary;

namespace VideoStream.Cameras.Sources.Rtsp.Rtp;

/// <summary>An RTP packet (RFC 3550, 5.1).</summary>
internal readonly ref struct RtpPacket
{
    private const int FixedHeader = 12, Word = 4, Version = 2;

    private RtpPacket(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        IsMarked = (header[1] & 0x80) != 0;
        PayloadType = (byte)(header[1] & 0x7F);
        Sequence = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        Timestamp = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        Source = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        Payload = payload;
    }

    /// <summary>The marker bit: with video the last packet of a picture.</summary>
    public bool IsMarked { get; }

    public byte PayloadType { get; }

    public ushort Sequence { get; }

    public uint Timestamp { get; }

    /// <summary>SSRC: which stream of the sender it belongs to.</summary>
    public uint Source { get; }

    /// <summary>What it carries, without padding. May be empty.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads a packet.</summary>
    /// <returns>False if the bytes are none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RtpPacket packet)
    {
        packet = default;
        if (bytes.Length < FixedHeader || bytes[0] >> 6 != Version)
            return false;
        int start = FixedHeader + ((bytes[0] & 0x0F) * Word);
        bool hasExtension = (bytes[0] & 0x10) != 0, hasPadding = (bytes[0] & 0x20) != 0;
        if (hasExtension && bytes.Length >= start + Word)
            start += Word + (BinaryPrimitives.ReadUInt16BigEndian(bytes[(start + 2)..]) * Word);
        else if (hasExtension)
            return false;
        int end = bytes.Length - (hasPadding ? bytes[^1] : 0);
        if (start > end || (hasPadding && end == bytes.Length))
            return false;
        packet = new RtpPacket(bytes, bytes[start..end]);
        return true;
    }
}
