using CsCheck;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Cameras.Sources.Http.Authentication;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

/// <summary>What holds for anything that a camera may answer, beside <see cref="MultipartJpegProperties"/>.</summary>
public sealed class CameraParserProperties
{
    private static readonly byte[] Jpeg = CameraJpeg.Noise();

    private static readonly string[] Types =
        ["", "image/jpeg", "text/html", "text/plain", "video/mp4", "multipart/x-mixed-replace;boundary=x"];

    private static readonly string[] Starts =
        ["{jpeg}", "\r\n--x\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}", "--x", "<html>", "<!doc", "#EXTM3U", "{soi}", "{zeros}", " \r\n\t",
        "", "\0\0\0\u0018ftypisom\0\0\0\0isomavc1\0\0\0\u0020moov", "\0\0\0\u0010ftypisom\0\0\0\0"];

    private static readonly Gen<int[]> Cuts = Gen.Int[1, 50].Array[1, 8];

    [Fact]
    public async Task What_a_body_is_does_not_depend_on_how_it_is_cut_and_nothing_of_it_is_lost()
    {
        Gen<byte[]> bodies = Gen.Select(
            Gen.Int[0, Starts.Length - 1], Gen.Byte.Array[0, 40],
            (start, more) => (byte[])[.. CameraDialect.Write(Starts[start], Jpeg), .. more]);
        await Limit.Within(OwnThread.Run(() => Gen.Select(Gen.Int[0, Types.Length - 1], bodies, Cuts).Sample(
            (type, body, cuts) =>
            {
                using var atOnce = new JpegReceiver(new MemoryStream(body));
                using var cut = new JpegReceiver(new ChoppedStream(body, cuts));
                Assert.Equal(CameraBody.Read(Types[type], atOnce), CameraBody.Read(Types[type], cut));
                Assert.Equal(OpenBody.IsEnough("", isFile: true, atOnce), OpenBody.IsEnough("", isFile: true, cut));
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
    public async Task A_frame_without_an_end_that_was_changed_and_is_followed_by_anything_ends_within_its_bytes_or_is_damaged()
    {
        byte[] restarted = CameraJpeg.Noise(parameters: [(int)OpenCvSharp.ImwriteFlags.JpegRstInterval, 2]);
        byte[][] frames = [Jpeg, CameraJpeg.Progressive(), restarted];
        var ends = new JpegEndFinder();
        await Limit.Within(OwnThread.Run(() => Gen.Select(Gen.Int[0, 2], Mutations.Any.Array[0, 3], Gen.Byte.Array[0, 50]).Sample(
            (kind, changes, behind) =>
            {
                byte[] frame = changes.Aggregate(frames[kind][..^2], (bytes, change) => change(bytes));
                // A reader asks only for the end of what begins as a JPEG, so the start may be anything here.
                if (ends.TryFind([.. frame, .. behind], out int end))
                    Assert.InRange(end, 4, frame.Length + behind.Length);
                // What a frame leaves in the finder is of no use to the next one.
                Assert.True(ends.TryFind(frames[kind].AsSpan(..^2), out end));
                Assert.Equal(frames[kind].Length - 2, end);
            },
            iter: 2000,
            threads: 1)));
    }

    [Fact]
    public async Task A_chunked_body_that_was_changed_ends_or_is_broken_and_has_nothing_that_was_not_sent()
    {
        byte[] body = [.. "5;a=b\r\nabcde\r\n1F4\r\n"u8, .. new byte[500], .. "\r\n0\r\nX-Trailer: 1\r\n\r\n"u8];
        byte[] buffer = new byte[700];
        await Limit.Within(OwnThread.Run(() => Gen.Select(Mutations.Any.Array[1, 4], Mutations.Cuts, Gen.Byte).Sample(
            (changes, cuts, more) =>
            {
                byte[] changed = [.. changes.Aggregate(body, (bytes, change) => change(bytes)), .. Enumerable.Repeat(more, 100_000)];
                var stream = new ChoppedStream(changed, cuts);
                var chunked = new ChunkedBody(new ReceiveBuffer(stream));
                int total = 0, read = 1;
                try
                {
                    for (int turns = 0; read > 0; turns++, total += read)
                    {
                        Assert.True(turns <= changed.Length, "the body is never at its end");
                        read = chunked.Read(buffer);
                    }
                }
                catch (InvalidDataException e)
                {
                    Assert.NotEmpty(e.Message);
                }

                Assert.InRange(total, 0, stream.BytesRead);
            },
            iter: 1000,
            threads: 1)));
    }

    [Fact]
    public void Any_challenge_is_answered_or_a_reason_and_the_answer_is_one_line()
    {
        string[] words =
            ["Basic", "Digest", "NTLM", " ", ",", "=", "\"", "\\", "realm=\"cam\"", "nonce=\"1\"", "qop=auth", "qop=\"auth,auth-int\"",
            "algorithm=SHA-256", "algorithm=MD5-sess", "opaque=\"\"", "stale=true", "\u00E9", "\0"];
        var url = new CameraUrl("http://ana:s3cret@camera/");
        Mutations.Word(words).Array[0, 20].Select(string.Concat).Array[0, 3].Sample(headers =>
        {
            HttpAuthenticator authenticator = HttpAuthenticator.Of(url);
            SourceResult result = authenticator.Answer(headers, refused: null, hasAnswered: false, url.Display);
            string? authorization = authenticator.Authorize("/");
            Assert.Equal(result.IsOk, authorization is not null);
            Assert.DoesNotContain('\n', authorization ?? result.Fault!.Text);
            Assert.InRange(result.Fault?.Text.Length ?? 0, 0, 400);
        });
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
