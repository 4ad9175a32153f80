using System.Buffers.Binary;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.Jpeg;

public sealed class JpegMetadataTests
{
    [Fact]
    public void Segment_is_a_marker_a_length_that_counts_itself_and_the_text()
    {
        DateTimeOffset at = DateTimeOffset.UnixEpoch.AddTicks(17_000_000_000_000_019);

        byte[] segment = TestJpeg.Segment(new FrameMetadata(123, at, "front-1", Live: true));

        Assert.Equal([0xFF, 0xFE], segment[..2]);
        Assert.Equal(segment.Length - 2, BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(2)));
        Assert.Equal("seq=123&captured_us=1700000000000001&camera=front-1", System.Text.Encoding.ASCII.GetString(segment[4..]));
    }

    [Fact]
    public void Segment_is_found_where_it_was_inserted_and_no_other_comment_is()
    {
        byte[] segment = TestJpeg.Segment(new FrameMetadata(123, DateTimeOffset.UnixEpoch, "front-1", Live: true));
        byte[] app0 = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2], rest = [0xFF, 0xDB, 0, 3, 9];

        Assert.Equal((8, segment.Length), JpegMetadata.Find([.. app0, .. segment, .. rest]));
        Assert.Equal((2, segment.Length), JpegMetadata.Find([.. app0[..2], .. segment, .. rest]));
        Assert.Equal((8, 0), JpegMetadata.Find([.. app0, .. rest]));
        Assert.Equal((8, 0), JpegMetadata.Find([.. app0, .. segment[..10]]));
        // One that is too long is the camera's.
        Assert.Equal((2, 0), JpegMetadata.Find([0xFF, 0xD8, 0xFF, 0xFE, 1, 0, .. new byte[400]]));
        Assert.Equal((2, 0), JpegMetadata.Find([]));
    }

    [Fact]
    public void Segment_of_a_placeholder_says_that_it_is_not_live()
    {
        byte[] segment = TestJpeg.Segment(new FrameMetadata(1, DateTimeOffset.UnixEpoch, "front", Live: false));
        Assert.EndsWith("camera=front&live=0", System.Text.Encoding.ASCII.GetString(segment), StringComparison.Ordinal);
        Assert.Equal(segment.Length - 2, BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(2)));
    }

    [Fact]
    public void Segment_has_the_time_in_utc_whatever_its_offset()
    {
        var at = new DateTimeOffset(1970, 1, 1, 2, 0, 1, TimeSpan.FromHours(2));
        byte[] segment = TestJpeg.Segment(new FrameMetadata(1, at, "a", Live: true));
        Assert.Contains("captured_us=1000000&", System.Text.Encoding.ASCII.GetString(segment), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_into_too_little_room_throws()
    {
        var metadata = new FrameMetadata(1, DateTimeOffset.UnixEpoch, "front", Live: true);
        Assert.Throws<ArgumentException>(() => JpegMetadata.Write(metadata, new byte[20]));
    }

    [Fact]
    public void Position_in_a_jfif_file_is_after_its_app0_segment()
    {
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xDB, 0, 2];
        Assert.Equal(8, JpegMetadata.Position(jpeg));
    }

    [Fact]
    public void Position_without_an_app0_segment_is_after_the_start()
    {
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xDB, 0, 4, 1, 2, 0xFF, 0xD9];
        Assert.Equal(2, JpegMetadata.Position(jpeg));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xD8 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 1, 2 })]
    public void Position_in_a_jpeg_that_is_cut_short_is_never_past_its_end(byte[] jpeg)
    {
        Assert.Equal(2, JpegMetadata.Position(jpeg));
    }
}
