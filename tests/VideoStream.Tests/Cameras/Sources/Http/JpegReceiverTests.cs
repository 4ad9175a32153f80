using VideoStream.Cameras.Sources.Http;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class JpegReceiverTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 >> 3))];

    [Fact]
    public void Data_grows_with_each_fill_and_shrinks_with_what_is_consumed()
    {
        using var receiver = new JpegReceiver(new MemoryStream(Bytes));
        Assert.True(receiver.Data.IsEmpty);
        Assert.True(receiver.Fill());
        int first = receiver.Data.Length;
        receiver.Consume(100);
        Assert.True(receiver.Data.SequenceEqual(Bytes.AsSpan(100..first)));
        while (receiver.Fill())
        {
        }

        Assert.True(receiver.Data.SequenceEqual(Bytes.AsSpan(100)));
    }

    [Fact]
    public void DetachFrame_keeps_the_bytes_and_the_rest_is_the_next_data()
    {
        using var receiver = new JpegReceiver(new MemoryStream(Bytes));
        while (receiver.Fill())
        {
        }

        PooledBuffer one = receiver.DetachFrame(100_000);
        PooledBuffer two = receiver.DetachFrame(150_000);
        Assert.True(one.Bytes.Span.SequenceEqual(Bytes.AsSpan(..100_000)));
        Assert.True(two.Bytes.Span.SequenceEqual(Bytes.AsSpan(100_000..250_000)));
        Assert.True(receiver.Data.SequenceEqual(Bytes.AsSpan(250_000)));
        one.Release();
        two.Release();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(65_000)]
    [InlineData(299_999)]
    [InlineData(300_000)]
    public void DetachFrame_adds_a_missing_end_marker_and_keeps_the_bytes_behind(int length)
    {
        // In one read as large as the buffer, so that there is no room behind the bytes.
        for (int atMost = 60_000; atMost < 66_000; atMost += 500)
        {
            using var receiver = new JpegReceiver(new ChoppedStream(Bytes, atMost));
            while (receiver.Data.Length < length)
                receiver.Fill();
            byte[] behind = receiver.Data[length..].ToArray();
            PooledBuffer frame = receiver.DetachFrame(length, lacksEnd: true);
            Assert.True(frame.Bytes.Span.SequenceEqual((byte[])[.. Bytes[..length], 0xFF, 0xD9]));
            Assert.True(receiver.Data.SequenceEqual(behind));
            Assert.Equal(length, receiver.Position);
            frame.Release();
        }
    }

    [Fact]
    public void A_failed_connection_is_an_exception_and_the_end_is_not()
    {
        using var ended = new JpegReceiver(new MemoryStream());
        Assert.False(ended.Fill());
        using var lost = new JpegReceiver(new FailingStream([]));
        Assert.Throws<IOException>(() => lost.Fill());
    }
}
