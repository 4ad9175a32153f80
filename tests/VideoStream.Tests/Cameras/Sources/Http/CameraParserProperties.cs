using CsCheck;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

/// <summary>What holds for anything that a camera may answer, beside <see cref="MultipartJpegProperties"/>.</summary>
public sealed class CameraParserProperties
{
    private static readonly byte[] Jpeg = CameraJpeg.Noise();

    private static readonly string[] Types = ["", "image/jpeg", "text/html", "text/plain", "video/mp4", "multipart/x-mixed-replace;boundary=x"];

    private static readonly string[] Starts =
        ["{jpeg}", "\r\n--x\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}", "--x", "<html>", "<!doc", "#EXTM3U", "{soi}", "{zeros}", " \r\n\t", ""];

    private static readonly Gen<int[]> Cuts = Gen.Int[1, 50].Array[1, 8];

    [Fact]
    public async Task What_a_body_is_does_not_depend_on_how_it_is_cut_and_nothing_of_it_is_lost()
    {
        Gen<byte[]> bodies = Gen.Select(
            Gen.Int[0, Starts.Length - 1], Gen.Byte.Array[0, 40], (start, more) => (byte[])[.. CameraDialect.Write(Starts[start], Jpeg), .. more]);
        await Limit.Within(OwnThread.Run(() => Gen.Select(Gen.Int[0, Types.Length - 1], bodies, Cuts).Sample(
            (type, body, cuts) =>
            {
                using var atOnce = new JpegReceiver(new MemoryStream(body));
                using var cut = new JpegReceiver(new ChoppedStream(body, cuts));
                Assert.Equal(CameraBody.Read(Types[type], atOnce), CameraBody.Read(Types[type], cut));
                while (cut.Fill())
                {
                }

                Assert.True(cut.Data.SequenceEqual(body));
            },
            iter: 2000,
            threads: 1)));
    }

    [Fact]
    public void Any_text_is_a_content_type()
    {
        Gen<string> texts = Gen.Select(Gen.String, Gen.String, (before, after) => $"{before}boundary{after}");
        texts.Sample(text => Assert.NotNull(ContentType.Parse(text).Media), iter: 2000, threads: 1);
    }

    [Fact]
    public async Task A_polled_frame_that_was_changed_is_whole_or_damaged()
    {
        await Limit.Within(OwnThread.Run(() => Gen.Select(Gen.Int[0, Jpeg.Length - 1], Gen.Int[0, 200], Gen.Byte.Array[0, 50], Cuts).Sample(
            (at, dropped, inserted, cuts) =>
            {
                byte[] changed = [.. Jpeg[..at], .. inserted, .. Jpeg[Math.Min(Jpeg.Length, at + dropped)..]];
                using var received = new JpegReceiver(new ChoppedStream(changed, cuts));
                if (new JpegFrameReader(received).ReadSingle() is not { } frame)
                    return;
                Assert.Equal(JpegScan.Complete, new JpegScanner().Advance(frame.Bytes.Span));
                frame.Release();
            },
            iter: 2000,
            threads: 1)));
    }

    [Fact]
    public async Task Exif_data_and_headers_of_any_bytes_are_survived()
    {
        await Limit.Within(OwnThread.Run(() => Gen.Byte.Array[0, 200].Sample(
            bytes =>
            {
                byte[] exif = [.. "Exif\0\0MM\0*\0\0\0\b"u8, .. bytes];
                PictureSize turned = ExifOrientation.Read(exif).Turn(new PictureSize(3, 2));
                Assert.Equal(6, turned.Width * turned.Height);
                var header = new PartHeader();
                header.Read([.. "Content-Length:"u8, .. bytes]);
                header.Read([.. "Content-Type:"u8, .. bytes]);
                Assert.True(header.Length is null or >= 0);
            },
            iter: 2000,
            threads: 1)));
    }
}
