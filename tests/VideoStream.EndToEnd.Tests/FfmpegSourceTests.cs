using System.Diagnostics;
using System.Net.Sockets;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What else ffmpeg reads: films and playlists over HTTP, and streams without a server.</summary>
public sealed class FfmpegSourceTests
{
    private static readonly string[] Pattern =
    [
        "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=60", "-pix_fmt", "yuv420p",
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "10",
    ];

    [Fact]
    public async Task A_film_over_http_is_read_by_ffmpeg()
    {
        using var folder = new TemporaryDirectory();
        byte[] film = await Ffmpeg.FilmAsync(folder);
        using var camera = new NetworkCamera((stream, end) => AnswerAsync(stream, "video/mp4", film, end));
        using var service = new ServiceHost(("Source", camera.Url("/film.mp4")));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal((320, 240), (await client.LiveAsync()).Size());
    }

    [Theory]
    [InlineData("file:///etc/hostname")]
    [InlineData("/etc/hostname")]
    [InlineData("concat:/etc/hostname|/etc/hosts")]
    public async Task A_playlist_with_local_files_shows_nothing(string entry)
    {
        byte[] playlist = System.Text.Encoding.ASCII.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{entry}\n#EXT-X-ENDLIST\n");
        using var camera = new NetworkCamera((stream, end) => AnswerAsync(stream, "application/vnd.apple.mpegurl", playlist, end));
        using var service = new ServiceHost(("Source", camera.Url("/live.m3u8")));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.StartsWith($"http://127.0.0.1:{camera.Port}", await service.ReasonAsync("http://"), StringComparison.Ordinal);
        Assert.False((await client.FrameAsync()).Live);
    }

    [Fact]
    public async Task A_playlist_over_http_is_played()
    {
        using var folder = new TemporaryDirectory();
        Ffmpeg.MakePlaylist(folder);
        using var camera = new NetworkCamera(async (stream, end) =>
        {
            string name = (await stream.ReadRequestAsync(end)).Split(' ')[1][1..];
            string type = name.EndsWith(".m3u8", StringComparison.Ordinal) ? "application/x-mpegURL" : "video/mp2t";
            await stream.AnswerAsync("200 OK", type, await File.ReadAllBytesAsync(folder.Path(name), end), end, "Connection: close\r\n");
        });
        using var service = new ServiceHost(("Source", camera.Url("/live.m3u8")));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal((320, 240), (await client.LiveAsync()).Size());
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task A_transport_stream_is_live_over(string protocol)
    {
        using var free = new NetworkCamera((_, _) => Task.CompletedTask);
        int port = free.Port;
        free.Vanish();
        string to = $"{protocol}://127.0.0.1:{port}" + (protocol == "tcp" ? "?listen=1" : "");
        using Process sender = Process.Start("ffmpeg", ["-v", "quiet", "-nostdin", .. Pattern, "-f", "mpegts", to]);
        try
        {
            using var service = new ServiceHost(("Source", $"{protocol}://127.0.0.1:{port}"));
            using TestClient client = await TestClient.ConnectAsync(service.Address);
            Assert.Equal((320, 240), (await client.LiveAsync()).Size());
        }
        finally
        {
            sender.Kill();
        }
    }

    /// <summary>The check whether it is back would use up its one connection.</summary>
    [Fact]
    public async Task A_server_that_accepts_a_single_connection_is_live_when_it_comes_back()
    {
        using var free = new NetworkCamera((_, _) => Task.CompletedTask);
        free.Vanish();
        using var service = new ServiceHost(
            ("Cameras:main:Source", $"tcp://127.0.0.1:{free.Port}"), ("Cameras:main:ReconnectMax", "1"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync("connection refused");
        using Process sender = Process.Start(
            "ffmpeg", ["-v", "quiet", "-nostdin", .. Pattern, "-f", "mpegts", $"tcp://127.0.0.1:{free.Port}?listen=1"]);
        try
        {
            Assert.Equal((320, 240), (await client.LiveAsync()).Size());
        }
        finally
        {
            sender.Kill();
        }
    }

    private static async Task AnswerAsync(NetworkStream stream, string type, byte[] body, CancellationToken end)
    {
        await stream.ReadRequestAsync(end);
        await stream.AnswerAsync("200 OK", type, body, end, "Connection: close\r\n");
    }
}
