using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class MultipartJpegReaderTests
{
    private static readonly byte[] One = CameraJpeg.Noise(seed: 1), Two = CameraJpeg.Noise(seed: 2);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void Frames_are_whole_however_the_stream_is_split(int atMost)
    {
        using var frames = Read([.. Part(One), .. Part(Two, withLength: false), .. Part(One), .. "--frame--\r\n"u8], atMost);
        Assert.Equal([One, Two, One], [Next(frames), Next(frames), Next(frames)]);
        Assert.Equal(new CameraFault(CameraFaultKind.EndOfStream, "http://camera"), frames.ReadNext().Fault);
    }

    [Fact]
    public void A_frame_is_complete_with_its_last_byte_and_not_with_the_next_boundary()
    {
        using var frames = new MultipartJpegReader(new BlockingAfter(Part(One)[..^2]), "frame", "http://camera");
        Assert.Equal(One, Next(frames));
    }

    [Fact]
    public void A_damaged_part_is_skipped_and_the_next_one_is_found()
    {
        using var frames = Read([.. Part(One[..100]), .. Part([]), .. Part([1, 2, 3]), .. "rubbish"u8, .. Part(Two)]);
        Assert.Null(Next(frames));
        Assert.Null(Next(frames));
        Assert.Null(Next(frames));
        Assert.Equal(Two, Next(frames));
    }

    [Fact]
    public void A_frame_longer_than_its_part_says_is_damaged()
    {
        byte[] part = [.. "--frame\r\nContent-Length: 100\r\n\r\n"u8, .. One, .. "\r\n"u8];
        using var frames = Read([.. part, .. Part(Two)], atMost: 64);
        Assert.Null(Next(frames));
        Assert.Equal(Two, Next(frames));
    }

    [Fact]
    public void A_frame_of_many_megabytes_is_read_and_a_larger_one_is_refused()
    {
        byte[] comment = [0xFF, 0xFE, 0xFF, 0xFF, .. new byte[0xFFFD]];
        byte[] Padded(int comments) => [.. One[..2], .. Enumerable.Repeat(comment, comments).SelectMany(bytes => bytes), .. One[2..]];
        using var large = Read(Part(Padded(300), withLength: false));
        Assert.Equal(Padded(300).Length, Next(large)!.Length);
        using var tooLarge = Read(Part(Padded(600), withLength: false));
        Assert.Contains("more than 32 MB", tooLarge.ReadNext().Fault!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_of_10_gigabytes_is_refused_before_it_is_read()
    {
        using var frames = Read("--frame\r\nContent-Length: 10737418240\r\n\r\n"u8.ToArray());
        Assert.Contains("a part of 10737418240 bytes", frames.ReadNext().Fault!.Text, StringComparison.Ordinal);
    }

    private static byte[] Part(byte[] jpeg, bool withLength = true) =>
    [
        .. "--frame\r\nContent-Type: image/jpeg\r\n"u8,
        .. System.Text.Encoding.ASCII.GetBytes(withLength ? $"Content-Length: {jpeg.Length}\r\n\r\n" : "\r\n"),
        .. jpeg,
        .. "\r\n"u8,
    ];

    private static MultipartJpegReader Read(byte[] stream, int atMost = 4096) =>
        new(new ChoppedStream(stream, atMost), "frame", "http://camera");

    /// <summary>The bytes of the next frame; null if it is damaged.</summary>
    private static byte[]? Next(MultipartJpegReader frames)
    {
        Assert.True(frames.ReadNext().IsOk);
        if (!frames.TryDetachFrame(out PooledBuffer? buffer))
            return null;
        byte[] bytes = buffer.Bytes.ToArray();
        buffer.Release();
        return bytes;
    }

    /// <summary>Returns a few bytes at a time.</summary>
    private sealed class ChoppedStream(byte[] bytes, int atMost) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, atMost));
    }

    /// <summary>Fails a read that would block.</summary>
    private sealed class BlockingAfter(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, count) is > 0 and int read ? read : throw new InvalidOperationException("reads beyond the frame");
    }
}
