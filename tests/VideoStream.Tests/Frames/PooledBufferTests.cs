using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

public sealed class PooledBufferTests
{
    [Fact]
    public void Insert_puts_bytes_where_they_belong_and_changes_no_others()
    {
        PooledBuffer buffer = PooledBuffer.Copy([1, 2, 3]);

        buffer.Insert(2, [8, 9]);
        buffer.Insert(0, [7]);
        buffer.Insert(6, [4]);

        Assert.Equal([7, 1, 2, 8, 9, 3, 4], buffer.Bytes.ToArray());
        buffer.Release();
    }

    [Fact]
    public void Insert_without_room_is_refused()
    {
        PooledBuffer buffer = PooledBuffer.Copy([1, 2]);
        Assert.Throws<InvalidOperationException>(() => buffer.Insert(1, new byte[PooledBuffer.Headroom - PooledBuffer.PrefixRoom + 1]));
        buffer.Release();
    }

    [Fact]
    public void The_headroom_is_enough_for_the_longest_metadata_the_tables_and_a_prefix()
    {
        byte[] longest = TestJpeg.Segment(new FrameMetadata(long.MaxValue, DateTimeOffset.MaxValue, new string('x', 32), Live: false));
        Assert.True(PooledBuffer.PrefixRoom + longest.Length + JpegHuffmanTables.Standard.Length <= PooledBuffer.Headroom);
    }

    [Fact]
    public void A_prefix_stands_right_before_the_frame_and_a_suffix_right_behind_it_whatever_was_inserted()
    {
        PooledBuffer buffer = PooledBuffer.Copy([1, 2]);
        buffer.Insert(1, new byte[PooledBuffer.Headroom - PooledBuffer.PrefixRoom]);
        byte[] frame = buffer.Bytes.ToArray();
        byte[] prefix = [.. Enumerable.Range(1, PooledBuffer.PrefixRoom).Select(i => (byte)i)];

        byte[] suffix = [.. Enumerable.Range(101, PooledBuffer.SuffixRoom).Select(i => (byte)i)];

        buffer.WritePrefix(prefix);
        buffer.WriteSuffix(suffix);

        Assert.Equal([.. prefix, .. frame], buffer.Framed(prefix.Length, 0).ToArray());
        Assert.Equal([.. prefix, .. frame, .. suffix], buffer.Framed(prefix.Length, suffix.Length).ToArray());
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
