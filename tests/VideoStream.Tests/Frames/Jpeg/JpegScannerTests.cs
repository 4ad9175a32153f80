using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.Jpeg;

public sealed class JpegScannerTests
{
    private static readonly byte[] Frame = CameraJpeg.Noise();

    [Fact]
    public void A_whole_frame_is_complete_and_its_size_known()
    {
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(Frame));
        Assert.Equal((new PictureSize(64, 48), Frame.Length, true), (scanner.Size, scanner.Length, scanner.HasHuffmanTables));
    }

    [Fact]
    public void What_follows_the_frame_is_not_part_of_it()
    {
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance([.. Frame, 0, 0, .. Frame]));
        Assert.Equal(Frame.Length, scanner.Length);
    }

    [Fact]
    public void A_frame_that_breaks_off_anywhere_is_incomplete()
    {
        for (int length = 0; length < Frame.Length; length++)
        {
            var scanner = new JpegScanner();
            Assert.Equal(JpegScan.Incomplete, scanner.Advance(Frame.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_frame_that_comes_byte_by_byte_is_the_same()
    {
        var scanner = new JpegScanner();
        for (int length = 0; length < Frame.Length; length++)
            Assert.Equal(JpegScan.Incomplete, scanner.Advance(Frame.AsSpan(0, length)));
        Assert.Equal(JpegScan.Complete, scanner.Advance(Frame));
        Assert.Equal((new PictureSize(64, 48), Frame.Length), (scanner.Size, scanner.Length));
    }

    [Theory]
    [InlineData(ImwriteFlags.JpegRstInterval, 2)]
    [InlineData(ImwriteFlags.JpegProgressive, 1)]
    [InlineData(ImwriteFlags.JpegOptimize, 1)]
    public void Other_kinds_of_frames_are_complete_too(ImwriteFlags flag, int value)
    {
        byte[] frame = CameraJpeg.Noise(parameters: [(int)flag, value]);
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(frame));
        Assert.Equal((frame.Length, true), (scanner.Length, scanner.HasHuffmanTables));
    }

    [Fact]
    public void A_frame_without_huffman_tables_is_recognized()
    {
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(CameraJpeg.WithoutHuffmanTables(Frame)));
        Assert.False(scanner.HasHuffmanTables);
    }

    [Theory]
    [InlineData(0xC3, 8, 0x11, "lossless or hierarchical JPEGs, which browsers don't show")]
    [InlineData(0xC5, 8, 0x11, "lossless or hierarchical JPEGs, which browsers don't show")]
    [InlineData(0xC0, 12, 0x11, "JPEGs of 12 bits a sample (browsers show 8)")]
    [InlineData(0xC0, 8, 0x01, null)]
    [InlineData(0xC0, 8, 0x15, null)]
    public void A_frame_that_no_client_can_show_is_damaged_with_the_reason(byte header, byte precision, byte sampling, string? reason)
    {
        byte[] frame = [.. Frame];
        int at = frame.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (frame[at + 1], frame[at + 4], frame[at + 11]) = (header, precision, sampling);
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Damaged, scanner.Advance(frame));
        Assert.Equal(reason, scanner.Excess);
    }

    [Theory]
    [InlineData(65500, 65500)]
    [InlineData(8193, 48)]
    [InlineData(64, 0)]
    [InlineData(0, 48)]
    public void A_size_that_no_camera_has_is_damage(int width, int height)
    {
        Assert.Equal(JpegScan.Damaged, new JpegScanner().Advance(CameraJpeg.OfSize(Frame, (ushort)width, (ushort)height)));
    }

    [Theory]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 0xFF, 0xD9 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xD9 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xDB, 0, 1 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xDA, 0, 2 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xD8 })]
    public void What_is_no_frame_is_damage(byte[] bytes)
    {
        // One byte more, so that a segment that begins can be looked at.
        Assert.Equal(JpegScan.Damaged, new JpegScanner().Advance([.. bytes, 0]));
    }

    [Theory]
    [InlineData(0xE0)]
    [InlineData(0xE1)]
    [InlineData(0xE2)]
    [InlineData(0xFE)]
    public void A_whole_frame_inside_a_segment_is_not_the_frame(byte marker)
    {
        byte[] frame = CameraJpeg.WithSegment(Frame, marker, [.. "thumbnail"u8, .. CameraJpeg.Noise(16, 16)]);
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(frame));
        Assert.Equal((new PictureSize(64, 48), frame.Length), (scanner.Size, scanner.Length));
    }

    [Fact]
    public void Any_number_of_prefixes_may_come_before_a_marker()
    {
        byte[] frame = [.. Frame[..2], 0xFF, 0xFF, .. Frame[2..^2], 0xFF, 0xFF, 0xFF, .. Frame[^2..]];
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(frame));
        Assert.Equal(frame.Length, scanner.Length);
    }

    [Theory]
    [InlineData(100, 64, 48, null)]
    [InlineData(101, 64, 48, "64x48 pixels in more than 100 scans, which takes too long to decode")]
    [InlineData(2000, 64, 48, "64x48 pixels in more than 100 scans, which takes too long to decode")]
    [InlineData(16, 7680, 4320, null)]
    [InlineData(17, 7680, 4320, "7680x4320 pixels in more than 16 scans, which takes too long to decode")]
    [InlineData(10, 8192, 8192, "8192x8192 pixels in more than 8 scans, which takes too long to decode")]
    [InlineData(10, 8193, 48, "8193x48 pixels (8192 a side at most)")]
    public void The_work_of_decoding_a_frame_is_limited(int scans, int width, int height, string? excess)
    {
        byte[] frame = CameraJpeg.OfSize(CameraJpeg.OfScans(scans), (ushort)width, (ushort)height);
        var scanner = new JpegScanner();
        Assert.Equal(excess is null ? JpegScan.Complete : JpegScan.Damaged, scanner.Advance(frame));
        Assert.Equal(excess, scanner.Excess);
    }

    [Fact]
    public void Another_frame_in_the_middle_is_damage()
    {
        int middle = Frame.Length / 2;
        Assert.Equal(JpegScan.Damaged, new JpegScanner().Advance([.. Frame[..middle], .. Frame]));
    }

    [Fact]
    public void Random_bytes_and_random_changes_are_survived()
    {
        var random = new Random(7);
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = [.. Frame];
            if (i % 2 == 0)
                random.NextBytes(bytes.AsSpan(2));
            for (int change = 0; change < 8; change++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var scanner = new JpegScanner();
            if (scanner.Advance(bytes) == JpegScan.Complete)
                Assert.InRange(scanner.Length, 4, bytes.Length);
        }
    }
}
