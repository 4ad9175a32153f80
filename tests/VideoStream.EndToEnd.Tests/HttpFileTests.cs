using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Files over HTTP, which ffmpeg decodes.</summary>
public sealed partial class HttpFileTests
{
    [Theory]
    [InlineData("film.mp4", "-movflags", "+faststart")]
    [InlineData("film.ts")]
    [InlineData("film.mkv")]
    [InlineData("film.flv")]
    public async Task A_server_that_accepts_one_connection_is_enough(string name, params string[] options)
    {
        byte[] film = await FilmAsync(name, options);
        using var server = new NetworkCamera(async (stream, end) =>
        {
            await stream.ReadRequestAsync(end);
            await stream.AnswerAsync("200 OK", "application/octet-stream", film, end, "Connection: close\r\n");
        });
        using var service = new ServiceHost(("Source", server.Url("/" + name)));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        ReceivedFrame first = await client.LiveAsync();
        Assert.Equal((320, 240), first.Size());
        for (int i = 0; i < 10; i++)
            Assert.True((await client.LiveAsync()).Seq > first.Seq);
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task Its_end_is_the_reason_after_the_last_frame()
    {
        byte[] film = await FilmAsync("film.ts", ["-t", "1"]);
        using var server = new NetworkCamera(async (stream, end) =>
        {
            await stream.ReadRequestAsync(end);
            await stream.AnswerAsync("200 OK", "video/mp2t", film, end, "Connection: close\r\n");
        });
        using var service = new ServiceHost(("Source", server.Url("/film.ts")));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        await client.LiveAsync();
        Assert.Equal(
            $"http://127.0.0.1:{server.Port}: the camera ended the stream",
            (await client.CameraAsync("lost")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_mp4_file_with_its_index_at_the_end_is_asked_for_in_parts()
    {
        byte[] film = await FilmAsync("film.mp4", []);
        using var server = new NetworkCamera(async (stream, end) =>
        {
            Match range = Range().Match(await stream.ReadRequestAsync(end));
            int from = range.Success ? int.Parse(range.Groups["from"].ValueSpan, CultureInfo.InvariantCulture) : 0;
            string part = $"{from}-{film.Length - 1}/{film.Length}";
            string headers = $"Connection: close\r\nAccept-Ranges: bytes\r\nContent-Range: bytes {part}\r\n";
            await stream.AnswerAsync(range.Success ? "206 Partial Content" : "200 OK", "video/mp4", film[from..], end, headers);
        });
        using var service = new ServiceHost(("Source", server.Url("/film.mp4")));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal((320, 240), (await client.LiveAsync()).Size());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n: GoAhead\r\nno colon\r\nContent-Type: {0}\r\nContent-Length: {1}\r\n\r\n")]
    [InlineData("HTTP/1.0 200\nContent-Type: {0}\n\n")]
    [InlineData("ICY 200 OK\r\nContent-Length: {1}\r\nContent-Length: {1}\r\n\r\n")]
    public async Task A_playlist_and_its_segments_are_read_whatever_the_dialect_of_their_server(string head)
    {
        using var folder = new TemporaryDirectory();
        Ffmpeg.Run(
        [
            "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=4", "-pix_fmt", "yuv420p", "-g", "25",
            "-hls_time", "1", "-hls_list_size", "0", folder.Path("live.m3u8"),
        ]);
        var asked = new ConcurrentQueue<string>();
        using var server = new NetworkCamera(async (stream, end) =>
        {
            string request = await stream.ReadRequestAsync(end);
            bool isAllowed = request.Contains("Authorization: Basic YW5hOnMzY3JldA==", StringComparison.OrdinalIgnoreCase);
            string name = Path.GetFileName(request.Split(' ')[1].Split('?')[0]);
            if (!isAllowed)
            {
                await stream.WriteTextAsync("HTTP/1.1 401\n: x\nWWW-Authenticate: Basic realm=\"cam\"\nContent-Length: 0\n\n", end);
                return;
            }

            asked.Enqueue(request.Split(' ')[1]);
            byte[] body = await File.ReadAllBytesAsync(folder.Path(name), end);
            string type = name.EndsWith(".ts", StringComparison.Ordinal) ? "video/mp2t" : "application/x-mpegURL";
            await stream.WriteTextAsync(string.Format(CultureInfo.InvariantCulture, head, type, body.Length), end);
            await stream.WriteAsync(body, end);
        });
        using var service = new ServiceHost(("Source", server.Url("/live.m3u8?a=%7Eb", "ana:s3cret@")));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal((320, 240), (await client.LiveAsync()).Size());
        // The path is not put into another form: it may be signed.
        Assert.Contains("/live.m3u8?a=%7Eb", asked);
    }

    private static async Task<byte[]> FilmAsync(string name, string[] options)
    {
        using var folder = new TemporaryDirectory();
        Ffmpeg.Run(
        [
            "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=20", "-pix_fmt", "yuv420p",
            "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", .. options, folder.Path(name),
        ]);
        return await File.ReadAllBytesAsync(folder.Path(name), TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"\nRange: bytes=(?<from>[0-9]+)-", RegexOptions.IgnoreCase)]
    private static partial Regex Range();
}
