using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

public sealed class JpegBufferTests
{
    [Fact]
    public void Insert_puts_segments_where_a_comment_may_stand_and_changes_nothing_else()
    {
        byte[] picture = CameraJpeg.Noise();
        byte[] segment = JpegComment.Segment(7, Pictures.CapturedAt, "front");
        JpegBuffer buffer = JpegBuffer.Copy(picture);

        buffer.Insert(segment);
        buffer.Insert(segment);

        int position = JpegComment.Position(picture);
        Assert.Equal([.. picture[..position], .. segment, .. segment, .. picture[position..]], buffer.Bytes.ToArray());
        buffer.Release();
    }

    [Fact]
    public void Insert_without_room_is_refused()
    {
        JpegBuffer buffer = JpegBuffer.Copy(CameraJpeg.Noise());
        Assert.Throws<InvalidOperationException>(() => buffer.Insert(new byte[JpegBuffer.Headroom - JpegBuffer.HeaderRoom + 1]));
        buffer.Release();
    }

    [Fact]
    public void The_headroom_has_place_for_the_longest_comment_and_the_tables()
    {
        byte[] longest = JpegComment.Segment(long.MaxValue, DateTimeOffset.MaxValue, new string('x', 32), live: false);
        Assert.True(JpegBuffer.HeaderRoom + longest.Length + JpegHuffmanTables.Standard.Length <= JpegBuffer.Headroom);
    }

    [Fact]
    public void WithHeader_puts_it_right_before_the_picture_whatever_was_inserted()
    {
        JpegBuffer buffer = JpegBuffer.Copy(CameraJpeg.Noise());
        buffer.Insert(new byte[JpegBuffer.Headroom - JpegBuffer.HeaderRoom]);
        byte[] picture = buffer.Bytes.ToArray();
        byte[] header = [.. Enumerable.Range(1, JpegBuffer.HeaderRoom).Select(i => (byte)i)];

        Assert.Equal([.. header, .. picture], buffer.WithHeader(header).ToArray());
        Assert.Equal(picture, buffer.Bytes.ToArray());
        buffer.Release();
    }

    [Fact]
    public void Bytes_after_the_last_release_are_refused()
    {
        JpegBuffer buffer = JpegBuffer.Copy([1, 2]);
        buffer.Release();
        Assert.Throws<ObjectDisposedException>(() => buffer.Bytes);
    }
}
