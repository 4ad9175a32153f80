using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>
/// Cameras whose HTTP is not by the book, but is read by browsers and curl. Each is a <see cref="DialectCamera"/> that is described in a
/// line, and that accepts a single connection.
/// </summary>
public sealed class HttpDialectTests
{
    private const string Mjpeg = "Content-Type: multipart/x-mixed-replace;boundary=frame";

    [Theory]
    [InlineData($"HTTP/1.1 200 OK\r\n{Mjpeg}\r\n\r\n")]
    // GoAhead (home-assistant/core#14960).
    [InlineData($"HTTP/1.0 200 OK\r\nServer: GoAhead-Webs\r\n: no-cache\r\n{Mjpeg}\r\n\r\n")]
    [InlineData($"HTTP/1.1 200 OK\r\nThis line has no colon\r\n{Mjpeg}\r\n\r\n")]
    [InlineData($"HTTP/1.1 200 OK\r\nX Y: a name with a space\r\n{Mjpeg}\r\n\r\n")]
    [InlineData($"HTTP/1.0 200 OK\r\n{Mjpeg}\r\n\r\n")]
    [InlineData($"HTTP/1.1 200\r\n{Mjpeg}\r\n\r\n")]
    [InlineData($"HTTP/1.1 200 OK\n{Mjpeg}\n\n")]
    [InlineData($"ICY 200 OK\r\n{Mjpeg}\r\n\r\n")]
    [InlineData($"HTTP/1.1 200 OK\r\n{Mjpeg}\r\n{Mjpeg}\r\nServer: one\r\nServer: two\r\n\r\n")]
    [InlineData($"HTTP/1.1 200 OK\r\n{Mjpeg}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData($"HTTP/1.1 200 OK\r\n{Mjpeg}\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;\r\n boundary=frame\r\n\r\n")]
    [InlineData($"\r\nHTTP/1.1 200 OK\r\n{Mjpeg}\r\n\r\n")]
    [InlineData($"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n{Mjpeg}\r\n\r\n")]
    public async Task A_head_is_read_as_browsers_read_it(string head)
    {
        using var camera = new DialectCamera { Head = head, MaxConnections = 1 };
        await AssertIsPassedThroughAsync(camera);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 7)]
    [InlineData(true, 7)]
    public async Task Chunks_and_pieces_make_no_difference(bool isChunked, int pieceSize)
    {
        using var camera = new DialectCamera
        {
            Head = $"HTTP/1.1 200 OK\r\n{Mjpeg}\r\n{(isChunked ? "Transfer-Encoding: Chunked\r\n" : "")}\r\n",
            IsChunked = isChunked,
            PieceSize = pieceSize,
            MaxConnections = 1,
        };
        await AssertIsPassedThroughAsync(camera);
    }

    [Theory]
    [InlineData(DialectCamera.JpegHead, false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Type: image/jpeg\r\nContent-Length: {0}\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200\nContent-Type: image/jpeg\n: GoAhead\nContent-Length: {0}\nContent-Length: {0}\n\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nConnection: close\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {0}\r\n\r\n", true)]
    public async Task A_camera_that_is_polled_uses_one_connection_unless_it_closes_it(string head, bool closes)
    {
        using var camera = new DialectCamera
        {
            Head = head,
            IsPolled = true,
            ClosesAfterResponse = closes,
            MaxConnections = closes ? int.MaxValue : 1,
        };
        await AssertIsPassedThroughAsync(camera);
        Assert.True(camera.Requests.Count >= 6);
    }

    [Fact]
    public async Task A_camera_that_is_busy_now_and_then_stays_live()
    {
        int asked = 0;
        using var camera = new DialectCamera
        {
            Head = DialectCamera.JpegHead,
            IsPolled = true,
            MaxConnections = 1,
            Refuse = _ => Interlocked.Increment(ref asked) % 4 == 0
                ? "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nbusy"
                : null,
        };
        await AssertIsPassedThroughAsync(camera);
        Assert.True(asked >= 4);
    }

    /// <summary>"Is it back?" must not use up the only accept.</summary>
    [Fact]
    public async Task A_camera_that_comes_later_and_accepts_one_connection_is_live()
    {
        using var camera = new DialectCamera(isAway: true) { MaxConnections = 1 };
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync("connection refused, nothing listens there");
        camera.Start();
        Assert.True(camera.HasSent((await client.LiveAsync()).WithoutComment()));
        Assert.Equal((1, 1), (camera.Connections, camera.Requests.Count));
    }

    /// <summary>The server of ffmpeg accepts one connection (MissionPlanner#3604), also for what only ffmpeg can decode.</summary>
    [Theory]
    [InlineData("mjpeg", "mpjpeg")]
    [InlineData("mpeg2video", "mpegts")]
    [InlineData("flv", "flv")]
    public async Task The_one_connection_of_ffmpeg_s_server_is_the_stream(string codec, string format)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        string url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        using Process sender = Process.Start("ffmpeg", [
            "-v", "quiet", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=60",
            "-c:v", codec, "-f", format, "-listen", "1", url,
        ]);
        try
        {
            using var service = new ServiceHost(("Source", url));
            using TestClient client = await TestClient.ConnectAsync(service.Address);
            for (int i = 0; i < 5; i++)
                Assert.Equal((320, 240), (await client.LiveAsync()).Size());
        }
        finally
        {
            sender.Kill();
        }
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("[::1]", true)]
    [InlineData("[::1%lo]", true)]
    [InlineData("[::1%25lo]", true)]
    [InlineData("[::1%251]", true)]
    public async Task Names_and_zones_are_connected(string host, bool isIpv6)
    {
        Assert.SkipUnless(!isIpv6 || (OperatingSystem.IsLinux() && Socket.OSSupportsIPv6), "needs IPv6, and Linux's name of the loopback");
        using var camera = new DialectCamera(isIpv6 ? IPAddress.IPv6Loopback : null);
        await AssertIsPassedThroughAsync(camera, host);
        string header = $"Host: {host.Split('%')[0].TrimEnd(']')}";
        Assert.All(camera.Requests, request => Assert.Contains(header, request, StringComparison.Ordinal));
    }

    /// <summary>
    /// Live, without ffmpeg, without a placeholder after the first frame, over one connection, and with the camera's own bytes.
    /// </summary>
    private static async Task AssertIsPassedThroughAsync(DialectCamera camera, string host = "127.0.0.1")
    {
        using var service = new ServiceHost(("Cameras:main:Source", camera.Url(host: host)), ("Cameras:main:FrameRate", "25"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        ReceivedFrame frame = await client.LiveAsync();
        for (int i = 0; i < 6; i++)
        {
            Assert.True(frame.Live, "a placeholder after the first frame");
            Assert.True(camera.HasSent(frame.WithoutComment()), "not a frame as the camera sent it");
            frame = await client.FrameAsync();
        }

        if (!camera.ClosesAfterResponse)
            Assert.Equal(1, camera.Connections);
        Assert.DoesNotContain(
            ChildProcesses.Of(Environment.ProcessId).Select(ChildProcesses.CommandLine),
            arguments => arguments.Contains($":{camera.Port}/", StringComparison.Ordinal));
        JsonElement status = await service.CameraAsync();
        Assert.Equal((0, "live"), (status.GetProperty("decode_errors").GetInt32(), status.GetProperty("state").GetString()));
    }
}
