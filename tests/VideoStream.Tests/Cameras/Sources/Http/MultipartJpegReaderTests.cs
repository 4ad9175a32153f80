using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using static VideoStream.Tests.Cameras.Sources.Http.MultipartStream;

namespace VideoStream.Tests.Cameras.Sources.Http;

/// <summary>Streams of cameras as they are, read whole however they are cut.</summary>
public sealed class MultipartJpegReaderTests
{
    private static readonly byte[] One = CameraJpeg.Noise(seed: 1), Two = CameraJpeg.Noise(seed: 2), Three = CameraJpeg.Noise(seed: 3);

    private static readonly byte[][] Progressive = [.. Enumerable.Range(1, 3).Select(seed => CameraJpeg.Progressive(seed))];

    /// <summary>
    /// The boundary parameter, a part, and the first part if it is another. See <see cref="CameraDialect"/> for the braces.
    /// </summary>
    public static TheoryData<string?, string, string?> Dialects => new()
    {
        // As the standard says.
        { "frame", "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n", null },
        { "frame", "\r\n--frame\r\n\r\n{jpeg}", null },
        { "frame", "--frame\r\n\r\n{jpeg}\r\n", "A preamble\r\nof no use\r\n\r\n--frame\r\n\r\n{jpeg}\r\n" },

        // Line ends, headers.
        { "frame", "--frame\nContent-Type: image/jpeg\nContent-Length: {length}\n\n{jpeg}\n", null },
        { "frame", "--frame\r\ncontent-length:{length}\r\nX-Timestamp: 1.5\r\nno colon\r\n: no name\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\n\r\n{jpeg}", null },
        { "frame", "--frame\r\nContent-Type: image/jpeg\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Type: video/x-whatever\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nX-Place: Caf\u00E9\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\n\r\n\r\n\r\n{jpeg}\r\n", null },

        // Lengths.
        { "frame", "--frame\r\nContent-Length: {short}\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Length: {long}\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Length: 0\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Length: -1\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Length: 10737418240\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Length: 99999999999999999999\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Length: many\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Length: {length}\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Length: {short}\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Length: {length}\r\n\r\n{open}\r\n", null },

        // Delimiters.
        { null, "--frame\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n", null },
        { "", "--\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--another\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--number-{n}\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n", null },
        { "--frame", "--frame\r\n\r\n{jpeg}\r\n", null },
        { "--frame", "----frame\r\n\r\n{jpeg}\r\n", null },
        { "frame", "frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n", null },
        { "frame--", "--frame--\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame--\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\n--frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n", null },
        { "a b:c/d=e", "--a b:c/d=e\r\n\r\n{jpeg}\r\n", null },
        { "frame", "{jpeg}", "--frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}" },
        { "frame", "Content-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n", "{jpeg}\r\n" },
        { "frame", "--frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n", "Content-Type: image/jpeg\r\n\r\n{jpeg}\r\n" },
        { null, "{jpeg}", null },

        // Frames without an end marker.
        { "frame", "--frame\r\nContent-Length: {length}\r\n\r\n{open}\r\n", null },
        { "frame", "--frame\r\n\r\n{open}\r\n", null },
        { "frame", "--frame\r\n\r\n{open}", null },
        { "frame", "--frame\r\n\r\n{open}{zeros}\r\n", null },
        { "frame", "--frame\r\n\r\n{open}{ones}\r\n", null },
        { "frame", "--another\r\nContent-Length: {short}\r\n\r\n{open}\r\n", null },
        { null, "{open}", null },

        // Padding, and markers too many.
        { "frame", "--frame\r\nContent-Length: {long}\r\n\r\n{jpeg}{zeros}\r\n", null },
        { "frame", "--frame\r\n\r\n{jpeg}{zeros}{zeros}{zeros}{zeros}{zeros}{zeros}{zeros}{zeros}{zeros}{zeros}\r\n", null },
        { "frame", "--frame\r\n\r\n{jpeg}{ones}\r\n", null },
        { "frame", "--frame\r\n\r\n{zeros}{jpeg}{zeros}", null },
        { null, "{zeros}{jpeg}", null },
        { "frame", "--frame\r\n\r\n{soi}{jpeg}{eoi}\r\n", null },
        { "frame", "--frame\r\n\r\n{soi}{soi}{jpeg}{eoi}{eoi}\r\n", null },
        { "frame", "--frame\r\n\r\n{soi}{eoi}{jpeg}{soi}{eoi}\r\n", null },
        { "frame", "--frame\r\n\r\n{soi}{eoi}\r\n--frame\r\n\r\n{jpeg}\r\n", null },
        { null, "{soi}{eoi}{soi}{eoi}{jpeg}", null },

        // Other things between the pictures.
        { "frame", "--frame\r\nContent-Type: audio/basic\r\n\r\nla la\r\n--frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n", null },
        { "frame", "--frame\r\nContent-Type: text/plain\r\n\r\nalive\r\n--frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n", null },
    };

    public static TheoryData<string?, string, string?> DialectsWithEnds =>
        new(Dialects.Where(dialect => !dialect.Data.Item2.Contains("{open}", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Each_frame_of_each_dialect_is_read_however_the_stream_is_cut(string? boundary, string part, string? first)
    {
        foreach (byte[]?[] sent in (byte[][][])[[One, Two, Three, One], [.. Progressive, One]])
        {
            byte[] stream = CameraDialect.Stream(first, part, sent!);
            foreach (int atMost in (int[])[1, 7, 1000, 1_000_000])
            {
                using var frames = Read(stream, boundary, atMost);
                Assert.Equal(sent, [Next(frames), Next(frames), Next(frames), Next(frames)]);
                Assert.Equal(new CameraFault(CameraFaultKind.EndOfStream, "http://camera"), frames.ReadNext().Fault);
            }
        }
    }

    [Theory]
    [MemberData(nameof(DialectsWithEnds))]
    public void A_frame_is_complete_with_its_last_byte_and_not_with_the_next_boundary(string? boundary, string part, string? first)
    {
        byte[] stream = CameraDialect.Stream(first, part[..(part.LastIndexOf("{jpeg}", StringComparison.Ordinal) + 6)], One, Two, Three);
        using var frames = new MultipartJpegReader(new JpegReceiver(new BlockingAfter(stream)), boundary, "http://camera");
        Assert.Equal([One, Two, Three], [Next(frames), Next(frames), Next(frames)]);
    }

    [Fact]
    public void A_frame_without_an_end_is_complete_with_the_last_byte_of_its_length()
    {
        byte[] stream = CameraDialect.Stream(null, "--frame\r\nContent-Length: {length}\r\n\r\n{jpeg}", One[..^2], Two[..^2]);
        using var frames = new MultipartJpegReader(new JpegReceiver(new BlockingAfter(stream)), "frame", "http://camera");
        Assert.Equal([One, Two], [Next(frames), Next(frames)]);
    }

    /// <summary>From the second frame on, when it is clear that the camera leaves the marker out.</summary>
    [Fact]
    public void A_frame_without_an_end_and_a_length_is_complete_with_the_next_delimiter()
    {
        byte[] stream = [.. CameraDialect.Stream(null, "--frame\r\n\r\n{open}\r\n", One, Two, Three), .. "--frame"u8];
        using var frames = new MultipartJpegReader(new JpegReceiver(new BlockingAfter(stream)), "frame", "http://camera");
        Assert.Equal([One, Two, Three], [Next(frames), Next(frames), Next(frames)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void A_second_jpeg_in_a_part_is_a_preview_and_no_frame(int between)
    {
        byte[] preview = CameraJpeg.WithExif(CameraJpeg.Noise(16, 16), 1, thumbnail: CameraJpeg.Noise(8, 8));
        byte[] Both(byte[] jpeg) => [.. jpeg, .. new byte[between], .. preview];
        using var frames = Read([.. Part(Both(One)), .. Part(Both(Two)), .. Part(Three)], atMost: 700);
        Assert.Equal([One, Two, Three], [Next(frames), Next(frames), Next(frames)]);
    }

    /// <summary>A buffer object and nothing else: headers are read where they are.</summary>
    [Fact]
    public void Reading_a_frame_allocates_next_to_nothing()
    {
        const int Count = 200;
        byte[] part = Part(CameraJpeg.Noise(320, 240));
        var stream = new EndlessStream(part, part.Length * (Count + 50L));
        using var frames = new MultipartJpegReader(new JpegReceiver(stream), "frame", "camera");
        long before = 0;
        for (int i = 0; i < Count + 20; i++)
        {
            before = i == 20 ? GC.GetAllocatedBytesForCurrentThread() : before;
            Assert.True(frames.ReadNext().IsOk);
            Assert.True(frames.TryDetachFrame(out PooledBuffer? frame));
            frame.Release();
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Count, 0, 100);
    }
}
