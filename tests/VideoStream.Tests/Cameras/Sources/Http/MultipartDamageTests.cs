using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;
using static VideoStream.Tests.Cameras.Sources.Http.MultipartStream;

namespace VideoStream.Tests.Cameras.Sources.Http;

/// <summary>Streams with damaged, excessive or foreign parts.</summary>
[Slow]
public sealed class MultipartDamageTests
{
    private static readonly byte[] One = CameraJpeg.Noise(seed: 1), Two = CameraJpeg.Noise(seed: 2);

    [Fact]
    public void A_damaged_part_is_skipped_and_the_next_one_is_found()
    {
        using var frames = Read([.. Part(One[..100]), .. Part([]), .. Part([1, 2, 3]), .. "rubbish"u8, .. Part(Two)]);
        Assert.Null(Next(frames));
        Assert.Null(Next(frames));
        Assert.Equal("parts without a picture", frames.Damage);
        Assert.Null(Next(frames));
        Assert.Equal(Two, Next(frames));
        Assert.Null(frames.Damage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_frame_that_was_cut_short_is_damaged_and_gets_no_end_marker(bool withLength)
    {
        for (int length = 100; length < One.Length - 8; length += 97)
        {
            using var frames = Read([.. Part(One[..length], withLength), .. Part(Two, withLength)], atMost: 64);
            Assert.Null(Next(frames));
            Assert.Equal(Two, Next(frames));
        }
    }

    [Fact]
    public void Damage_inside_a_frame_does_not_make_its_thumbnail_a_frame()
    {
        byte[] frame = CameraJpeg.WithExif(One, 1, thumbnail: CameraJpeg.Noise(16, 16));
        using var frames = Read([.. frame[..^200], .. frame, .. Two], boundary: null);
        Assert.Null(Next(frames));
        Assert.Equal([frame, Two], [Next(frames), Next(frames)]);
    }

    [Theory]
    [InlineData(50, 64, 48, null)]
    [InlineData(2000, 64, 48, "64x48 pixels in more than 100 scans, which takes too long to decode")]
    [InlineData(10, 65500, 65500, "65500x65500 pixels (8192 a side at most)")]
    public void A_frame_that_takes_too_long_to_decode_is_damaged_with_the_reason(int scans, int width, int height, string? reason)
    {
        byte[] large = CameraJpeg.OfSize(CameraJpeg.OfScans(scans), (ushort)width, (ushort)height);
        using var frames = Read([.. Part(large), .. Part(Two)]);
        Assert.Equal(reason is null ? large : null, Next(frames));
        Assert.Equal(reason, frames.Damage);
        Assert.Equal(Two, Next(frames));
    }

    [Theory]
    [InlineData("image/jpeg", "\0\0\0\u0001\u0067", "H.264")]
    [InlineData("", "\0\0\u0001\u0009", "H.264")]
    [InlineData("video/h264", "whatever", "H.264")]
    [InlineData("video/H265", "\0\0\0\u0001\u0040", "H.265")]
    public void Parts_that_are_video_are_named(string type, string body, string codec)
    {
        using var frames = Read(CameraDialect.Write($"--frame\r\nContent-Type: {type}\r\n\r\n{body} and more\r\n", One));
        Assert.Equal(
            $"http://camera sends {codec} in the parts of its stream, not JPEG: use the camera's RTSP address, or set it to MJPEG",
            frames.ReadNext().Fault?.Text);
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

    /// <summary>Each turn must come forward: what is searched twice is searched a million times.</summary>
    [Theory]
    [InlineData("{zeros}")]
    [InlineData("{ones}")]
    [InlineData("\n")]
    [InlineData("--frame\r\n")]
    [InlineData("--frame\r\n\r\nx\r\n")]
    [InlineData("--frame\r\n\r\n{soi}{eoi}")]
    [InlineData("{soi}{ones}")]
    [InlineData("{soi}\u00FF")]
    [InlineData("{jpeg}--frame")]
    [InlineData("{open}--frame{soi}")]
    public void Endless_rubbish_ends_or_is_skipped_in_little_memory(string template)
    {
        int times = 1 + (40_000 / template.Length);
        byte[] rubbish = [.. Enumerable.Repeat(CameraDialect.Write(template, One), times).SelectMany(bytes => bytes)];
        var endless = new EndlessStream(rubbish, length: 40_000_000);
        using var received = new JpegReceiver(endless);
        using var frames = new MultipartJpegReader(received, "frame", "http://camera");
        long turns = 0;
        while (frames.ReadNext().IsOk)
        {
            Assert.True(received.Data.Length <= JpegReceiver.MaxBytes);
            Assert.True(++turns <= endless.Position, "does not come forward");
        }
    }

    /// <summary>None of these is a part, so nothing else ends them.</summary>
    [Theory]
    [InlineData("{soi}")]
    [InlineData("{soi}{eoi}")]
    public void Rubbish_without_end_breaks_the_stream(string template)
    {
        byte[] rubbish = [.. Enumerable.Repeat(CameraDialect.Write(template, One), 20_000).SelectMany(bytes => bytes)];
        var endless = new EndlessStream(rubbish, length: long.MaxValue);
        using var frames = new MultipartJpegReader(new JpegReceiver(endless), "frame", "http://camera");
        Assert.Equal("http://camera: its stream is broken: more than 64 MB without a picture", frames.ReadNext().Fault?.Text);
        Assert.InRange(endless.Position, JpegReceiver.MaxRubbish, JpegReceiver.MaxRubbish + (1 << 20));
    }
}
