using System.Globalization;
using CsCheck;
using VideoStream.Cameras.Sources.Rtsp;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Rtsp;

/// <summary>Packets and messages of a connection, however they arrive.</summary>
public sealed class RtspReceiverTests
{
    [Fact]
    public void A_response_is_read_with_its_body_as_cameras_write_it()
    {
        RtspReceiver received = Receiver(
            "\r\nrtsp/1.0 200 OK\nCSeq:  7 \nContent-length:4\nPublic: OPTIONS,\n\tPLAY\nno header\n: none\n\nv=0\n"
            + "RTSP/1.0 404\r\n\r\n");
        Assert.Equal(RtspItem.Message, received.Next());
        RtspMessage message = received.Message;
        Assert.Equal((200, true, true, 7, "v=0\n"), (message.Status, message.IsResponse, message.IsSuccess, message.Number, message.Body));
        Assert.Equal("OPTIONS, PLAY", message.First("public"));
        Assert.Equal(3, message.Headers.Count);
        Assert.Equal(RtspItem.Message, received.Next());
        Assert.Equal((404, (int?)null, ""), (received.Message.Status, received.Message.Number, received.Message.Body));
        Assert.Equal(RtspItem.Ended, received.Next());
    }

    [Fact]
    public void A_request_of_the_camera_is_read()
    {
        RtspReceiver received = Receiver("GET_PARAMETER rtsp://cam/ RTSP/1.0\r\nCSeq: 1\r\n\r\n");
        Assert.Equal(RtspItem.Message, received.Next());
        Assert.Equal((0, false, "GET_PARAMETER"), (received.Message.Status, received.Message.IsResponse, received.Message.Method));
    }

    [Fact]
    public void What_is_unread_is_read_again()
    {
        RtspReceiver received = Receiver([(byte)'$', 2, 0, 1, 9, (byte)'$', 3, 0, 0]);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(RtspItem.Packet, received.Next());
            Assert.Equal((2, 9), (received.Channel, received.Packet[0]));
            received.Unread();
        }

        received.Next();
        Assert.Equal(RtspItem.Packet, received.Next());
        Assert.Equal((3, 0), (received.Channel, received.Packet.Length));
    }

    [Theory]
    [InlineData("", RtspItem.Ended)]
    [InlineData("\r\n", RtspItem.Ended)]
    [InlineData("$", RtspItem.Cut)]
    [InlineData("$\0\0\u0005abc", RtspItem.Cut)]
    [InlineData("RTSP/1.0 200 OK\r\nCSe", RtspItem.Cut)]
    [InlineData("RTSP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nabc", RtspItem.Cut)]
    [InlineData("RTSP/1.0 200 OK\r\nContent-Length: 262145\r\n\r\n", RtspItem.BodyTooLong)]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", RtspItem.NotRtsp)]
    [InlineData("RTSP/1.0 OK\r\n\r\n", RtspItem.NotRtsp)]
    [InlineData("RTSP/1.0 0 OK\r\n\r\n", RtspItem.NotRtsp)]
    [InlineData("\0\0\0\u0001", RtspItem.NotRtsp)]
    public void Anything_else_is_said(string bytes, object expected) => Assert.Equal(expected, Receiver(bytes).Next());

    [Fact]
    public void A_head_and_a_body_have_limits()
    {
        string line = $"A: {new string('a', 1000)}\r\n";
        string head = string.Concat(Enumerable.Repeat(line, (RtspReceiver.MaxHead / line.Length) - 1));
        string body = new('b', RtspReceiver.MaxBody);
        string whole = $"RTSP/1.0 200 OK\r\n{head}Content-Length: {body.Length}\r\n\r\n{body}";
        RtspReceiver received = Receiver(whole + whole);
        Assert.Equal((RtspItem.Message, RtspItem.Message), (received.Next(), received.Next()));
        Assert.Equal(body, received.Message.Body);
        var endless = new EndlessHead();
        Assert.Equal(RtspItem.TooLong, new RtspReceiver(endless).Next());
        Assert.InRange(endless.BytesRead, RtspReceiver.MaxHead, 4 * RtspReceiver.MaxHead);
    }

    [Fact]
    public async Task Items_do_not_depend_on_how_they_are_cut()
    {
        Gen<(byte Channel, byte[] Bytes)> packets = Gen.Select(Gen.Byte, Gen.OneOf(Gen.Byte.Array[0, 20], Gen.Byte.Array[0, 65535]));
        await Limit.Within(OwnThread.Run(() => Gen.Select(packets.Array[1, 8], Mutations.Cuts).Sample(
            (items, cuts) =>
            {
                using var sent = new MemoryStream();
                foreach ((int i, var (channel, bytes)) in items.Index())
                {
                    if (i % 3 == 1)
                        sent.Write(Bytes($"RTSP/1.0 200 OK\r\nCSeq: {Text(i)}\r\nContent-Length: 3\r\n\r\nabc"));
                    sent.Write([(byte)'$', channel, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes]);
                }

                var received = new RtspReceiver(new ChoppedStream(sent.ToArray(), cuts));
                foreach ((int i, var (channel, bytes)) in items.Index())
                {
                    if (i % 3 == 1)
                        Assert.Equal((RtspItem.Message, i, "abc"), (received.Next(), received.Message.Number, received.Message.Body));
                    Assert.Equal((RtspItem.Packet, channel), (received.Next(), received.Channel));
                    Assert.True(received.Packet.SequenceEqual(bytes));
                }

                Assert.Equal(RtspItem.Ended, received.Next());
            },
            iter: 300,
            threads: 1)));
    }

    [Fact]
    public async Task Any_bytes_end_and_no_header_has_a_control_character()
    {
        byte[] good = Bytes(
            "RTSP/1.0 200 OK\r\nCSeq: 1\r\nSession: 5\r\nContent-Length: 3\r\n\r\nabc$\0\0\u0003abc"
            + "OPTIONS * RTSP/1.0\r\nCSeq: 2\r\n\r\n$\u0001\0\u0001a");
        await Limit.Within(OwnThread.Run(() => Gen.Select(Mutations.Any.Array[1, 5], Mutations.Cuts).Sample(
            (changes, cuts) =>
            {
                byte[] changed = changes.Aggregate(good, (bytes, change) => change(bytes));
                var received = new RtspReceiver(new ChoppedStream(changed, cuts));
                RtspItem item = RtspItem.Packet;
                for (int items = 0; item is RtspItem.Packet or RtspItem.Message; items++)
                {
                    Assert.True(items <= changed.Length, "the connection is never at its end");
                    item = received.Next();
                    if (item == RtspItem.Message)
                        Assert.DoesNotContain(received.Message.Headers, header => $"{header.Key}{header.Value}".Any(char.IsControl));
                }
            },
            iter: 3000,
            threads: 1)));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static byte[] Bytes(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    private static RtspReceiver Receiver(string bytes) => Receiver(Bytes(bytes));

    private static RtspReceiver Receiver(byte[] bytes) => new(new ChoppedStream(bytes, 1, 7, 100_000));

    /// <summary>A head without an end.</summary>
    private sealed class EndlessHead : MemoryStream
    {
        public int BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(count, 1000);
            buffer.AsSpan(offset, read).Fill((byte)'a');
            BytesRead += read;
            return read;
        }
    }
}
