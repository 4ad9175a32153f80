using CsCheck;
using VideoStream.Cameras.Sources.Rtsp.Rtp;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Rtsp.Rtp;

public sealed class RtpPacketTests
{
    private static readonly byte[] Fixed = [0x80, 0xE0, 0x12, 0x34, 0, 1, 0, 2, 0, 0, 0, 9];

    [Fact]
    public void Its_fields_are_read()
    {
        Assert.True(RtpPacket.TryRead([.. Fixed, 1, 2, 3], out RtpPacket packet));
        Assert.True(packet.IsMarked);
        Assert.Equal((96, 0x1234, 0x10002U, 9U), (packet.PayloadType, packet.Sequence, packet.Timestamp, packet.Source));
        Assert.Equal([1, 2, 3], packet.Payload.ToArray());
    }

    [Fact]
    public void Contributors_an_extension_and_padding_are_no_payload()
    {
        byte[] bytes = [.. Fixed, 0, 0, 0, 1, 0, 0, 0, 2, 0xBE, 0xDE, 0, 1, 4, 4, 4, 4, 1, 2, 3, 0, 0, 3];
        bytes[0] = 0x80 | 0x20 | 0x10 | 2;
        Assert.True(RtpPacket.TryRead(bytes, out RtpPacket packet));
        Assert.Equal([1, 2, 3], packet.Payload.ToArray());
    }

    [Theory]
    [InlineData(0x40, "", false)]
    [InlineData(0x81, "000000", false)]
    [InlineData(0x90, "BEDE00", false)]
    [InlineData(0x90, "BEDE0001040404", false)]
    [InlineData(0xA0, "00", false)]
    [InlineData(0xA0, "0E", false)]
    [InlineData(0x80, "", true)]
    [InlineData(0xA0, "01", true)]
    [InlineData(0x90, "BEDE000104040404", true)]
    public void A_packet_is_none_if_its_parts_do_not_fit(int first, string rest, bool isPacket)
    {
        byte[] bytes = [.. Fixed, .. Convert.FromHexString(rest)];
        bytes[0] = (byte)first;
        Assert.Equal(isPacket, RtpPacket.TryRead(bytes, out RtpPacket packet));
        Assert.True(packet.Payload.IsEmpty);
    }

    [Fact]
    public void Any_bytes_are_a_packet_or_none() =>
        Gen.Byte.Array[0, 60].Sample(bytes => RtpPacket.TryRead(bytes, out RtpPacket packet) == packet.Payload.Length <= bytes.Length - 12
            || packet.Payload.IsEmpty);

    [Theory]
    [InlineData(100, 7, PacketOrder.Next)]
    [InlineData(101, 7, PacketOrder.AfterLoss)]
    [InlineData(99, 7, PacketOrder.Repeated)]
    [InlineData(0, 7, PacketOrder.Repeated)]
    [InlineData(65535, 7, PacketOrder.AfterLoss)]
    [InlineData(30000, 7, PacketOrder.AfterLoss)]
    [InlineData(100, 8, PacketOrder.AfterLoss)]
    public void The_sequence_number_says_what_is_missing(int number, uint source, object expected)
    {
        var writer = new RtpWriter { Sequence = 99 };
        var sequence = new RtpSequence();
        Assert.True(RtpPacket.TryRead(writer.Packet([1]), out RtpPacket first));
        Assert.Equal(PacketOrder.Next, sequence.Check(first));
        sequence.Accept(first);
        (writer.Sequence, writer.Source) = ((ushort)number, source);
        Assert.True(RtpPacket.TryRead(writer.Packet([1]), out RtpPacket second));
        Assert.Equal(expected, sequence.Check(second));
        // A check changes nothing.
        Assert.Equal(expected, sequence.Check(second));
    }

    [Fact]
    public void Numbers_go_on_from_0_after_the_highest()
    {
        var writer = new RtpWriter { Sequence = 65535 };
        var sequence = new RtpSequence();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(RtpPacket.TryRead(writer.Packet([1]), out RtpPacket packet));
            Assert.Equal(PacketOrder.Next, sequence.Check(packet));
            sequence.Accept(packet);
        }
    }
}
