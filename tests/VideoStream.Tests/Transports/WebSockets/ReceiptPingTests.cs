using VideoStream.Transports.WebSockets;

namespace VideoStream.Tests.Transports.WebSockets;

public sealed class ReceiptPingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0x0102_0304_0506)]
    public void The_content_of_the_answer_gives_the_frame_s_number(long number)
    {
        byte[] ping = new byte[ReceiptPing.Length];
        Assert.Equal(ReceiptPing.Length, ReceiptPing.Write(number, ping));
        Assert.Equal([0x89, 6], ping[..2]);
        Assert.True(ReceiptPing.TryRead(ping.AsSpan(2), out long read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(125)]
    public void Other_content_is_no_answer(int length) => Assert.False(ReceiptPing.TryRead(new byte[length], out _));
}
