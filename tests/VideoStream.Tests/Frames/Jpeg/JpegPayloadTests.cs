using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.Jpeg;

public sealed class JpegPayloadTests
{
    private static readonly byte[] Frame = CameraJpeg.Noise();
    private static readonly FrameMetadata Metadata = new(7, TestFrames.CapturedAt, "front", Live: true);
    private static readonly int Position = JpegMetadata.Position(Frame);
    private static readonly byte[] Forwarded = [.. Frame[..Position], .. TestJpeg.Segment(Metadata), .. Frame[Position..]];

    [Fact]
    public void A_jpeg_is_a_key_frame_of_its_codec()
    {
        JpegPayload jpeg = Payload(PooledBuffer.Copy(Frame));
        Assert.Equal((Codec.Jpeg, true, new PictureSize(64, 48)), (jpeg.Codec, jpeg.IsKeyFrame, jpeg.Size));
        Free(jpeg);
    }

    [Fact]
    public void Forward_puts_the_metadata_in_once_and_without_a_copy()
    {
        PooledBuffer buffer = PooledBuffer.Copy(Frame);
        var jpeg = Payload(buffer);
        PooledBuffer first = jpeg.Forward(Metadata), second = jpeg.Forward(Metadata);
        Assert.Same(buffer, first);
        Assert.Same(first, second);
        Assert.Equal(Forwarded, first.Bytes.ToArray());
        Free(jpeg, first, second);
    }

    [Fact]
    public void Forward_while_the_frame_is_read_changes_nothing_under_the_reader()
    {
        PooledBuffer buffer = PooledBuffer.Copy(Frame);
        var jpeg = Payload(buffer);
        PooledBuffer first;
        using (EncodedPayload.Reading reading = jpeg.Read())
        {
            first = jpeg.Forward(Metadata);
            Assert.Equal(Frame, reading.Bytes.ToArray());
        }

        Assert.NotSame(buffer, first);
        Assert.Equal(Forwarded, first.Bytes.ToArray());
        PooledBuffer second = jpeg.Forward(Metadata);
        Assert.Same(first, second);
        Free(jpeg, first, second);
    }

    [Fact]
    public void A_forwarded_buffer_outlives_the_frame()
    {
        var jpeg = Payload(PooledBuffer.Copy(Frame));
        PooledBuffer forwarded = jpeg.Forward(Metadata);
        jpeg.Free();
        Assert.Equal(Forwarded, forwarded.Bytes.ToArray());
        forwarded.Release();
        Assert.Throws<ObjectDisposedException>(() => forwarded.Bytes);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void IsSameAs_is_true_whichever_was_forwarded_and_false_for_another_byte(bool isForwarded, bool isOtherForwarded)
    {
        var jpeg = Payload(PooledBuffer.Copy(Frame));
        if (isForwarded)
            jpeg.Forward(Metadata).Release();
        Assert.True(IsSame(jpeg, Frame, isOtherForwarded));
        foreach (int index in new[] { 0, Position - 1, Position, Frame.Length - 1 })
        {
            byte[] other = [.. Frame];
            other[index] ^= 1;
            Assert.False(IsSame(jpeg, other, isOtherForwarded), $"byte {index}");
        }

        Assert.False(IsSame(jpeg, Frame[..^1], isOtherForwarded));
        Assert.False(IsSame(jpeg, [.. Frame, 0], isOtherForwarded));
        jpeg.Free();
    }

    /// <summary>The camera compares the newest frame with the next one, variants decode it, and others forward it, all at once.</summary>
    [Fact]
    public async Task Readers_and_forwarders_at_once_see_whole_frames()
    {
        for (int round = 0; round < 200; round++)
        {
            var jpeg = Payload(PooledBuffer.Copy(Frame));
            using var start = new Barrier(4);
            Task[] tasks =
            [
                OwnThread.Run(() => Read(jpeg, start)),
                OwnThread.Run(() => Forward(jpeg, start)),
                OwnThread.Run(() => Forward(jpeg, start)),
                OwnThread.Run(() =>
                {
                    start.SignalAndWait(TimeSpan.FromSeconds(30), CancellationToken.None);
                    Assert.True(IsSame(jpeg, Frame, isForwarded: false));
                }),
            ];
            await Limit.Within(Task.WhenAll(tasks));
            jpeg.Free();
        }
    }

    /// <summary>A payload whose bytes are, or once were, those of a whole JPEG.</summary>
    private static JpegPayload Payload(PooledBuffer buffer)
    {
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(Frame));
        return new JpegPayload(buffer, scanner);
    }

    private static void Read(JpegPayload jpeg, Barrier start)
    {
        start.SignalAndWait(TimeSpan.FromSeconds(30), CancellationToken.None);
        using EncodedPayload.Reading reading = jpeg.Read();
        for (int i = 0; i < 10; i++)
            Assert.True(reading.Bytes.SequenceEqual(Frame) || reading.Bytes.SequenceEqual(Forwarded), "torn");
    }

    private static void Forward(JpegPayload jpeg, Barrier start)
    {
        start.SignalAndWait(TimeSpan.FromSeconds(30), CancellationToken.None);
        PooledBuffer forwarded = jpeg.Forward(Metadata);
        Assert.True(forwarded.Bytes.Span.SequenceEqual(Forwarded), "torn");
        forwarded.Release();
    }

    private static bool IsSame(JpegPayload jpeg, byte[] other, bool isForwarded)
    {
        var source = Payload(PooledBuffer.Copy(other));
        if (isForwarded)
            source.Forward(new FrameMetadata(8, TestFrames.CapturedAt.AddSeconds(1), "another", Live: true)).Release();
        bool isSame = jpeg.IsSameAs(source);
        Assert.Equal(isSame, source.IsSameAs(jpeg));
        source.Free();
        return isSame;
    }

    private static void Free(JpegPayload jpeg, params PooledBuffer[] forwarded)
    {
        foreach (PooledBuffer buffer in forwarded)
            buffer.Release();
        jpeg.Free();
    }
}
