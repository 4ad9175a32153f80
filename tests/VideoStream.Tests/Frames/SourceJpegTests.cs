using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

public sealed class SourceJpegTests
{
    private static readonly byte[] Picture = CameraJpeg.Noise();
    private static readonly byte[] Metadata = JpegComment.Segment(7, Pictures.CapturedAt, "front");
    private static readonly int Position = JpegComment.Position(Picture);
    private static readonly byte[] Forwarded = [.. Picture[..Position], .. Metadata, .. Picture[Position..]];

    [Fact]
    public void Forward_puts_the_metadata_in_once_and_without_a_copy()
    {
        JpegBuffer buffer = JpegBuffer.Copy(Picture);
        var jpeg = new SourceJpeg(buffer, default);
        JpegBuffer first = jpeg.Forward(Metadata), second = jpeg.Forward(Metadata);
        Assert.Same(buffer, first);
        Assert.Same(first, second);
        Assert.Equal(Forwarded, first.Bytes.ToArray());
        Free(jpeg, first, second);
    }

    [Fact]
    public void Forward_while_the_picture_is_read_changes_nothing_under_the_reader()
    {
        JpegBuffer buffer = JpegBuffer.Copy(Picture);
        var jpeg = new SourceJpeg(buffer, default);
        JpegBuffer first;
        using (SourceJpeg.Reading reading = jpeg.Read())
        {
            first = jpeg.Forward(Metadata);
            Assert.Equal(Picture, reading.Bytes.ToArray());
        }

        Assert.NotSame(buffer, first);
        Assert.Equal(Forwarded, first.Bytes.ToArray());
        JpegBuffer second = jpeg.Forward(Metadata);
        Assert.Same(first, second);
        Free(jpeg, first, second);
    }

    [Fact]
    public void A_forwarded_buffer_outlives_the_picture()
    {
        var jpeg = new SourceJpeg(JpegBuffer.Copy(Picture), default);
        JpegBuffer forwarded = jpeg.Forward(Metadata);
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
        var jpeg = new SourceJpeg(JpegBuffer.Copy(Picture), default);
        if (isForwarded)
            jpeg.Forward(Metadata).Release();
        Assert.True(IsSame(jpeg, Picture, isOtherForwarded));
        foreach (int index in new[] { 0, Position - 1, Position, Picture.Length - 1 })
        {
            byte[] other = [.. Picture];
            other[index] ^= 1;
            Assert.False(IsSame(jpeg, other, isOtherForwarded), $"byte {index}");
        }

        Assert.False(IsSame(jpeg, Picture[..^1], isOtherForwarded));
        Assert.False(IsSame(jpeg, [.. Picture, 0], isOtherForwarded));
        jpeg.Free();
    }

    /// <summary>The camera compares the newest frame with the next one, variants decode it, and others forward it, all at once.</summary>
    [Fact]
    public async Task Readers_and_forwarders_at_once_see_whole_pictures()
    {
        for (int round = 0; round < 200; round++)
        {
            var jpeg = new SourceJpeg(JpegBuffer.Copy(Picture), default);
            using var start = new Barrier(4);
            Task[] tasks =
            [
                OwnThread.Run(() => Read(jpeg, start)),
                OwnThread.Run(() => Forward(jpeg, start)),
                OwnThread.Run(() => Forward(jpeg, start)),
                OwnThread.Run(() =>
                {
                    start.SignalAndWait(TimeSpan.FromSeconds(30), CancellationToken.None);
                    Assert.True(IsSame(jpeg, Picture, isForwarded: false));
                }),
            ];
            await Limit.Within(Task.WhenAll(tasks));
            jpeg.Free();
        }
    }

    private static void Read(SourceJpeg jpeg, Barrier start)
    {
        start.SignalAndWait(TimeSpan.FromSeconds(30), CancellationToken.None);
        using SourceJpeg.Reading reading = jpeg.Read();
        for (int i = 0; i < 10; i++)
            Assert.True(reading.Bytes.SequenceEqual(Picture) || reading.Bytes.SequenceEqual(Forwarded), "torn");
    }

    private static void Forward(SourceJpeg jpeg, Barrier start)
    {
        start.SignalAndWait(TimeSpan.FromSeconds(30), CancellationToken.None);
        JpegBuffer forwarded = jpeg.Forward(Metadata);
        Assert.True(forwarded.Bytes.Span.SequenceEqual(Forwarded), "torn");
        forwarded.Release();
    }

    private static bool IsSame(SourceJpeg jpeg, byte[] other, bool isForwarded)
    {
        var source = new SourceJpeg(JpegBuffer.Copy(other), default);
        if (isForwarded)
            source.Forward(JpegComment.Segment(8, Pictures.CapturedAt.AddSeconds(1), "another")).Release();
        bool isSame = jpeg.IsSameAs(source);
        Assert.Equal(isSame, source.IsSameAs(jpeg));
        source.Free();
        return isSame;
    }

    private static void Free(SourceJpeg jpeg, params JpegBuffer[] forwarded)
    {
        foreach (JpegBuffer buffer in forwarded)
            buffer.Release();
        jpeg.Free();
    }
}
