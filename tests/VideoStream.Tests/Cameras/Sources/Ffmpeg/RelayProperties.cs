using CsCheck;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

/// <summary>What holds for anything that ffmpeg, or a camera behind a relay, may send.</summary>
public sealed class RelayProperties
{
    private static readonly byte[] Request =
        [.. "GET http://cam:443/live.m3u8?a=b HTTP/1.1\r\nHost: cam\r\nRange: bytes=0-\r\nUser-Agent: Lavf\r\nIcy-MetaData: 1\r\n\r\n"u8];

    private static readonly byte[] Answers =
    [
        .. "RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Basic realm=\"cam\"\r\nContent-Length: 3\r\n\r\nno\n"u8,
        .. "RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Base: rtsps://cam/\r\nContent-Length: 5\r\n\r\nv=0\r\n"u8,
    ];

    private static readonly byte[] Redirect = [.. "RTSP/1.0 302 Found\r\nCSeq: 3\r\nLocation: rtsp://other/cam\r\n\r\n"u8];

    [Fact]
    public async Task Any_cut_of_a_request_is_that_request()
    {
        await Limit.Within(OwnThread.Run(() => Mutations.Cuts.Sample(
            cuts =>
            {
                RelayRequest? read = RelayRequest.ReadAsync(new ChoppedStream(Request, cuts), default).GetAwaiter().GetResult();
                Assert.Equal("http://cam:443/live.m3u8?a=b", read?.Address);
                Assert.Equal(4, read?.Headers.Count);
            },
            iter: 500,
            threads: 1)));
    }

    [Fact]
    public async Task Any_change_of_a_request_is_a_request_or_none_and_reads_no_more_than_the_limit()
    {
        var secure = new SecureAddresses();
        secure.Add("cam:443");
        await Limit.Within(OwnThread.Run(() => Gen.Select(Mutations.Any.Array[1, 4], Mutations.Cuts, Gen.Bool).Sample(
            (changes, cuts, isLong) =>
            {
                byte[] bytes = [.. changes.Aggregate(Request, (bytes, change) => change(bytes)), .. new byte[isLong ? 100_000 : 0]];
                var stream = new ChoppedStream(bytes, cuts);
                HttpTarget? target = RelayRequest.ReadAsync(stream, default).GetAwaiter().GetResult()?.Target(secure);
                Assert.InRange(stream.BytesRead, 0, 32 * 1024);
                Assert.DoesNotContain('\n', target?.Path ?? "");
                Assert.True(target is null || target.Path.StartsWith('/'));
            },
            iter: 2000,
            threads: 1)));
    }

    [Fact]
    public async Task A_redirect_is_found_however_the_answers_are_cut()
    {
        await Limit.Within(OwnThread.Run(() => Mutations.Cuts.Sample(
            cuts =>
            {
                var redirect = new RtspRedirect();
                Assert.Equal(Answers.Length + Redirect.Length, Pass(redirect, [.. Answers, .. Redirect], cuts, out long passed));
                Assert.Equal("rtsp://other/cam", redirect.Location);
                Assert.True(passed < Answers.Length + Redirect.Length, "ffmpeg has got the whole redirect");
            },
            iter: 500,
            threads: 1)));
    }

    [Fact]
    public async Task Any_change_of_the_answers_passes_or_is_a_redirect_however_they_are_cut()
    {
        await Limit.Within(OwnThread.Run(() => Gen.Select(Mutations.Any.Array[1, 4], Mutations.Cuts).Sample(
            (changes, cuts) =>
            {
                byte[] bytes = changes.Aggregate((byte[])[.. Answers, .. Redirect], (bytes, change) => change(bytes));
                var redirect = new RtspRedirect();
                long read = Pass(redirect, bytes, cuts, out long passed);
                Assert.Equal(redirect.Location is null, passed == read);
                // What is found does not depend on the cuts.
                var atOnce = new RtspRedirect();
                Pass(atOnce, bytes, [bytes.Length + 1], out _);
                Assert.Equal(atOnce.Location, redirect.Location);
            },
            iter: 2000,
            threads: 1)));
    }

    [Fact]
    public void Any_playlist_is_rewritten_without_an_address_of_https_that_ffmpeg_would_read()
    {
        string[] words = ["https://", "HTTPS://", "cam", ":443", "[fd00::1]", "/1.ts", "\n", "\"", "@", "#EXTM3U", " "];
        Gen<string> texts = Mutations.Word(words).Array[0, 30].Select(string.Concat);
        texts.Sample(text =>
        {
            string replaced = new SecureAddresses().Replace(text);
            Assert.DoesNotMatch(@"(?i)(?<![^\s""])https://[^/?#\s""'<>,;@]", replaced);
        });
    }

    [Fact]
    public void Any_output_of_ffmpeg_is_a_version_a_size_and_a_fault()
    {
        string[] words =
            ["ffmpeg version ", "n", "5.1", "999999", "YUV4MPEG2", " W", " H", "640", "401 Unauthorized", "Option ", " not found.",
            "Unrecognized option '", "Protocol '", "' not on whitelist", "rtsp://ana:s3cret@cam/live", "Invalid data found", "\0",
            "\u00E9"];
        var url = new CameraUrl("rtsp://ana:s3cret@cam/live");
        Gen.OneOf(Mutations.Word(words), Gen.String).Array[0, 12].Select(string.Concat).Array[1, 40].Sample(lines =>
        {
            var input = new FfmpegInput(url, new CameraOptions(), IsPaced: false);
            var errors = new UrlErrors(url, input, FfmpegVersion.Parse(lines[0]), TimeProvider.System);
            foreach (string line in lines)
            {
                errors.Add(line);
                if (Y4mHeader.Parse(line) is { Size: var size })
                    Assert.InRange(size.Width * size.Height, 1, SizeLimits.MaxSide * SizeLimits.MaxSide);
            }

            Assert.InRange(errors.Fault.Text.Length, 1, 1000);
            Assert.DoesNotContain("ana:s3cret", errors.Fault.Text, StringComparison.Ordinal);
        });
    }

    /// <summary>Passes bytes on until a redirect.</summary>
    /// <returns>How many were looked at.</returns>
    private static long Pass(RtspRedirect redirect, byte[] bytes, int[] cuts, out long passed)
    {
        using var stream = new ChoppedStream(bytes, cuts);
        byte[] buffer = new byte[64 * 1024];
        passed = 0;
        int read;
        while ((read = stream.Read(buffer, 0, buffer.Length)) > 0 && redirect.MayPass(buffer.AsSpan(0, read)))
            passed += read;
        return stream.BytesRead;
    }
}
