using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

public sealed class JpegScannerTests
{
    private static readonly byte[] Picture = CameraJpeg.Noise();

    [Fact]
    public void A_whole_picture_is_complete_and_its_size_known()
    {
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(Picture));
        Assert.Equal((new PictureSize(64, 48), Picture.Length, true), (scanner.Size, scanner.Length, scanner.HasHuffmanTables));
    }

    [Fact]
    public void What_follows_the_picture_is_not_part_of_it()
    {
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance([.. Picture, 0, 0, .. Picture]));
        Assert.Equal(Picture.Length, scanner.Length);
    }

    [Fact]
    public void A_picture_that_breaks_off_anywhere_is_incomplete()
    {
        for (int length = 0; length < Picture.Length; length++)
        {
            var scanner = new JpegScanner();
            Assert.Equal(JpegScan.Incomplete, scanner.Advance(Picture.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_picture_that_comes_byte_by_byte_is_the_same()
    {
        var scanner = new JpegScanner();
        for (int length = 0; length < Picture.Length; length++)
            Assert.Equal(JpegScan.Incomplete, scanner.Advance(Picture.AsSpan(0, length)));
        Assert.Equal(JpegScan.Complete, scanner.Advance(Picture));
        Assert.Equal((new PictureSize(64, 48), Picture.Length), (scanner.Size, scanner.Length));
    }

    [Theory]
    [InlineData(ImwriteFlags.JpegRstInterval, 2)]
    [InlineData(ImwriteFlags.JpegProgressive, 1)]
    [InlineData(ImwriteFlags.JpegOptimize, 1)]
    public void Other_kinds_of_pictures_are_complete_too(ImwriteFlags flag, int value)
    {
        byte[] picture = CameraJpeg.Noise(parameters: [(int)flag, value]);
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(picture));
        Assert.Equal((picture.Length, true), (scanner.Length, scanner.HasHuffmanTables));
    }

    [Fact]
    public void A_picture_without_huffman_tables_is_told_apart()
    {
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(CameraJpeg.WithoutHuffmanTables(Picture)));
        Assert.False(scanner.HasHuffmanTables);
    }

    [Theory]
    [InlineData(65500, 65500)]
    [InlineData(8193, 48)]
    [InlineData(64, 0)]
    [InlineData(0, 48)]
    public void A_size_that_no_camera_has_is_damage(int width, int height)
    {
        Assert.Equal(JpegScan.Damaged, new JpegScanner().Advance(CameraJpeg.OfSize(Picture, (ushort)width, (ushort)height)));
    }

    [Theory]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 0xFF, 0xD9 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xD9 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xDB, 0, 1 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xDA, 0, 2 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xD8 })]
    public void What_is_no_picture_is_damage(byte[] bytes)
    {
        // One byte more, so that a segment that begins can be looked at.
        Assert.Equal(JpegScan.Damaged, new JpegScanner().Advance([.. bytes, 0]));
    }

    [Fact]
    public void Another_picture_in_the_middle_is_damage()
    {
        int middle = Picture.Length / 2;
        Assert.Equal(JpegScan.Damaged, new JpegScanner().Advance([.. Picture[..middle], .. Picture]));
    }

    [Fact]
    public void Random_bytes_and_random_changes_are_survived()
    {
        var random = new Random(7);
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = [.. Picture];
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
