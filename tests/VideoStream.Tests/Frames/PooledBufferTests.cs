using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

public sealed class PooledBufferTests
{
    [Fact]
    public void Insert_puts_segments_where_a_comment_may_stand_and_changes_nothing_else()
    {
        byte[] frame = CameraJpeg.Noise();
        byte[] segment = JpegMetadata.Segment(7, TestFrames.CapturedAt, "front");
        PooledBuffer buffer = PooledBuffer.Copy(frame);

        buffer.Insert(segment);
        buffer.Insert(segment);

        int position = JpegMetadata.Position(frame);
        Assert.Equal([.. frame[..position], .. segment, .. segment, .. frame[position..]], buffer.Bytes.ToArray());
        buffer.Release();
    }

    [Fact]
    public void Insert_without_room_is_refused()
    {
        PooledBuffer buffer = PooledBuffer.Copy(CameraJpeg.Noise());
        Assert.Throws<InvalidOperationException>(() => buffer.Insert(new byte[PooledBuffer.Headroom - PooledBuffer.PrefixRoom + 1]));
        buffer.Release();
    }

    [Fact]
    public void The_headroom_has_place_for_the_longest_comment_and_the_tables()
    {
        byte[] longest = JpegMetadata.Segment(long.MaxValue, DateTimeOffset.MaxValue, new string('x', 32), live: false);
        Assert.True(PooledBuffer.PrefixRoom + longest.Length + JpegHuffmanTables.Standard.Length <= PooledBuffer.Headroom);
    }

    [Fact]
    public void A_prefix_stands_right_before_the_frame_whatever_was_inserted()
    {
        PooledBuffer buffer = PooledBuffer.Copy(CameraJpeg.Noise());
        buffer.Insert(new byte[PooledBuffer.Headroom - PooledBuffer.PrefixRoom]);
        byte[] frame = buffer.Bytes.ToArray();
        byte[] prefix = [.. Enumerable.Range(1, PooledBuffer.PrefixRoom).Select(i => (byte)i)];

        buffer.WritePrefix(prefix);

        Assert.Equal([.. prefix, .. frame], buffer.WithPrefix(prefix.Length).ToArray());
        Assert.Equal(frame, buffer.Bytes.ToArray());
        buffer.Release();
    }

    [Fact]
    public void Bytes_after_the_last_release_are_refused()
    {
        PooledBuffer buffer = PooledBuffer.Copy([1, 2]);
        buffer.Release();
        Assert.Throws<ObjectDisposedException>(() => buffer.Bytes);
    }
}
