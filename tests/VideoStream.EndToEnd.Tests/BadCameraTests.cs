using System.Net.Sockets;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Network addresses that are not usable cameras. Each has a clear reason, and the service runs on in little memory.</summary>
public sealed class BadCameraTests
{
    private const string Mjpeg = "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n";

    // How much the process may grow: far more than a service in a test and those beside it need, and far less than these cameras send.
    private const long MaxMegabytes = 500;

    public enum Answer
    {
        EndlessHeader,
        HtmlPage,
        Text,
        NoHttp,
        Nothing,
        Forbidden,
        NotFound,
        ServerError,
        VideoInParts,
        EndlessPartHeader,
        EndlessGarbage,
        EndlessFrame,
        Huge,
        ManyScans,
        OnlyDamaged,
        Undecodable,
        End,
        RedirectsForEver,
    }

    [Theory]
    [InlineData(Answer.EndlessHeader, "the header of its answer is too long")]
    [InlineData(Answer.HtmlPage, "answers with a web page (text/html), not with a picture")]
    [InlineData(Answer.Text, "answers with text (text/plain), not with a picture")]
    [InlineData(Answer.NoHttp, "doesn't speak HTTP")]
    [InlineData(Answer.Forbidden, "forbids it (403)")]
    [InlineData(Answer.NotFound, "has nothing at that path (404)")]
    [InlineData(Answer.ServerError, "answers 500")]
    [InlineData(Answer.VideoInParts, "sends H.264 in the parts of its stream, not JPEG")]
    [InlineData(Answer.EndlessPartHeader, "a part's header has no end")]
    [InlineData(Answer.EndlessGarbage, "no boundary between pictures")]
    [InlineData(Answer.EndlessFrame, "more than 32 MB without the end of a picture")]
    [InlineData(Answer.Huge, "nothing but damaged pictures: 65500x65500 pixels (8192 a side at most)")]
    [InlineData(Answer.ManyScans, "nothing but damaged pictures: 64x48 pixels in more than 100 scans, which takes too long to decode")]
    [InlineData(Answer.OnlyDamaged, "nothing but damaged pictures")]
    [InlineData(Answer.Undecodable, "nothing but damaged pictures: they can't be decoded")]
    [InlineData(Answer.End, "the camera ended the stream")]
    [InlineData(Answer.RedirectsForEver, "answers 302")]
    public async Task The_reason_says_what_is_wrong(Answer answer, string reason)
    {
        long before = Environment.WorkingSet;
        using var camera = new NetworkCamera((stream, end) => AnswerAsync(stream, answer, end));
        using var service = new ServiceHost(("Source", camera.Url()));
        // Its quality is not the camera's, so that frames are decoded for it.
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=40");
        await service.ReasonAsync(reason);
        Assert.False((await client.FrameAsync()).Live);
        Assert.InRange((Environment.WorkingSet - before) >> 20, long.MinValue, MaxMegabytes);
    }

    [Fact]
    public async Task An_unknown_host_is_named()
    {
        using var service = new ServiceHost(("Source", "http://camera.invalid/"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal("unknown host: camera.invalid", await service.ReasonAsync("unknown host"));
    }

    [Fact]
    public async Task A_port_that_accepts_and_never_answers_is_the_reason()
    {
        using var camera = new NetworkCamera((_, end) => Task.Delay(Timeout.Infinite, end));
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync("takes connections, but doesn't answer");
        Assert.False((await client.FrameAsync()).Live);
    }

    [Fact]
    public async Task A_server_that_sends_a_byte_a_second_is_stalled_and_given_up()
    {
        using var camera = new NetworkCamera(async (stream, end) =>
        {
            await stream.ReadRequestAsync(end);
            await stream.WriteTextAsync(Mjpeg, end);
            foreach (byte one in MjpegCamera.WithLength(MjpegCamera.Noise(new OpenCvSharp.Size(64, 48))))
            {
                await stream.WriteAsync(new[] { one }, end);
                await Task.Delay(1000, end);
            }
        });
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        await client.CameraAsync("stalled");
        await client.CameraAsync("lost");
        Assert.False((await client.CardAsync()).Live);
    }

    [Theory]
    [InlineData("http", "/a;touch /tmp/videostream-injected")]
    [InlineData("http", "/$(touch /tmp/videostream-injected)?q=`id`")]
    [InlineData("http", "/-y -f /tmp/videostream-injected")]
    [InlineData("rtsp", "/a;touch /tmp/videostream-injected")]
    [InlineData("rtsp", "/$(touch /tmp/videostream-injected)?q=`id`")]
    [InlineData("rtsp", "/x' \" -y /tmp/videostream-injected")]
    [InlineData("rtsp", "/x?q='\\''|&-y")]
    public async Task A_url_with_shell_syntax_is_only_a_url(string scheme, string path)
    {
        string? asked = null;
        using var camera = new NetworkCamera(async (stream, end) =>
        {
            asked = await stream.ReadRequestAsync(end);
            string protocol = scheme == "http" ? "HTTP/1.1" : "RTSP/1.0";
            await stream.WriteTextAsync($"{protocol} 404 Not Found\r\nCSeq: 1\r\nContent-Length: 0\r\n\r\n", end);
            await Task.Delay(Timeout.Infinite, end);
        });
        using var service = new ServiceHost(("Source", camera.Url(path, scheme: scheme)));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal($"{scheme}://127.0.0.1:{camera.Port} has nothing at that path (404)", await service.ReasonAsync("404"));
        Assert.Contains($"/{path[1]}", asked, StringComparison.Ordinal);
        Assert.False(File.Exists("/tmp/videostream-injected"));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("concat:/etc/passwd|/etc/hosts")]
    [InlineData("pipe:0")]
    [InlineData("rtsp://camera:99999/")]
    public async Task A_url_of_another_kind_than_a_camera_stops_the_start(string url)
    {
        using ServiceProcess service = ServiceProcess.Start("--source=" + url);
        Assert.Equal(1, await service.ExitAsync());
        Assert.Contains(":Source", Assert.Single(service.Errors), StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(NetworkStream stream, Answer answer, CancellationToken end)
    {
        await stream.ReadRequestAsync(end);
        string header = answer switch
        {
            Answer.HtmlPage => "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
            Answer.Text => "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nno",
            Answer.NoHttp => "220 mail.example ESMTP\r\n\r\n",
            Answer.Forbidden => "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            Answer.NotFound => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            Answer.ServerError => "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
            Answer.RedirectsForEver => "HTTP/1.1 302 Found\r\nLocation: /video\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            Answer.EndlessHeader => "HTTP/1.1 200 OK\r\n",
            Answer.End => Mjpeg + "--frame\r\n",
            Answer.VideoInParts => Mjpeg + "--frame\r\n\r\n\0\0\0\u0001\u0067",
            Answer.EndlessFrame => Mjpeg + "--frame\r\n\r\n\u00FF\u00D8",
            _ => Mjpeg,
        };
        await stream.WriteTextAsync(header, end);
        await (answer switch
        {
            Answer.EndlessHeader => RepeatAsync(stream, "X-More: of the same\r\n"u8.ToArray(), end),
            Answer.EndlessPartHeader => RepeatAsync(stream, "--frame\r\n"u8.ToArray(), end, "X-More: of the same\r\n"u8.ToArray()),
            Answer.EndlessGarbage => RepeatAsync(stream, new byte[64 * 1024], end),
            // Comments: a JPEG can have any number of them.
            Answer.EndlessFrame => RepeatAsync(stream, [0xFF, 0xFE, 0xFF, 0xFF, .. new byte[0xFFFD]], end),
            Answer.Huge => RepeatAsync(stream, MjpegCamera.WithLength(Huge()), end, pause: 50),
            Answer.ManyScans => RepeatAsync(stream, MjpegCamera.WithLength(MjpegCamera.OfScans(new(64, 48), 2000)), end, pause: 50),
            Answer.OnlyDamaged => RepeatAsync(stream, MjpegCamera.WithLength([1, 2, 3]), end, pause: 50),
            Answer.Undecodable => RepeatAsync(stream, MjpegCamera.WithLength(MjpegCamera.Undecodable(new(64, 48))), end, pause: 50),
            _ => Task.CompletedTask,
        });
    }

    private static async Task RepeatAsync(NetworkStream stream, byte[] first, CancellationToken end, byte[]? then = null, int pause = 0)
    {
        await stream.WriteAsync(first, end);
        while (true)
        {
            await stream.WriteAsync(then ?? first, end);
            if (pause > 0)
                await Task.Delay(pause, end);
        }
    }

    /// <summary>A small JPEG whose header claims 65,500 x 65,500 pixels.</summary>
    private static byte[] Huge()
    {
        byte[] jpeg = MjpegCamera.Noise(new OpenCvSharp.Size(64, 48));
        int sof = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        foreach (int at in (int[])[sof + 5, sof + 7])
            (jpeg[at], jpeg[at + 1]) = (65500 >> 8, 65500 & 0xFF);
        return jpeg;
    }
}
