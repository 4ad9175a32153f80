using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames.H264;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Cameras that are read by ffmpeg.</summary>
public sealed class RtspCameraTests
{
    private static readonly Lazy<EncodedVideo> H264 = new(() => EncodedVideo.Make());

    [Theory]
    [InlineData("tcp", false)]
    [InlineData("udp", false)]
    [InlineData("tcp", true)]
    public async Task It_is_live_over(string transport, bool isH265)
    {
        using var camera = new RtspCamera(isH265 ? EncodedVideo.Make(isH265: true) : H264.Value);
        using var service = new ServiceHost(("Cameras:main:Source", camera.Url()), ("Cameras:main:RtspTransport", transport));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        ReceivedFrame first = await client.LiveAsync();
        Assert.Equal((320, 240), first.Size());
        for (int i = 0; i < 30; i++)
            Assert.True((await client.LiveAsync()).Seq > first.Seq);
        Assert.Equal(transport == "udp" ? 1 : 0, camera.OverUdp);
        // testsrc2 is colourful: a grey frame was decoded wrongly.
        using OpenCvSharp.Mat frame = (await client.LiveAsync()).Decode();
        OpenCvSharp.Cv2.MeanStdDev(frame, out _, out OpenCvSharp.Scalar deviation);
        Assert.True(deviation.Val0 > 50 && deviation.Val2 > 50);
    }

    [Fact]
    public async Task A_size_that_changes_within_the_stream_is_followed()
    {
        EncodedVideo video = EncodedVideo.Make();
        video.Frames.AddRange(EncodedVideo.Make(size: "640x480").Frames);
        using var camera = new RtspCamera(video);
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        var sizes = new List<(int, int)>();
        for (int i = 0; i < 120; i++)
            sizes.Add((await client.LiveAsync()).Size());
        Assert.Equal([(320, 240), (640, 480)], sizes.Distinct().Order());
        Assert.Equal(1, camera.Network.Accepted);
    }

    [Fact]
    public async Task Viewers_of_its_own_video_hear_of_another_size_before_the_first_frame_of_it()
    {
        EncodedVideo video = EncodedVideo.Make();
        video.Frames.AddRange(EncodedVideo.Make(size: "640x480").Frames);
        using var camera = new RtspCamera(video);
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false", v1: true);
        var sizes = new HashSet<int>();
        while (sizes.Count < 2)
        {
            int width = (await client.TextAsync("video")).GetProperty("width").GetInt32();
            // The first frame after it can be decoded alone, and is as large.
            Assert.Equal(width, SizeOf(await client.BinaryAsync()));
            sizes.Add(width);
        }

        Assert.Equal([320, 640], sizes.Order());
    }

    private static int SizeOf(byte[] unit)
    {
        foreach (NalUnit nal in new AnnexB(unit))
        {
            if (nal.Header.Type == NalType.Sps && SpsReader.TryRead(nal.Bytes, out SpsInfo sps))
                return sps.Size.Width;
        }

        throw new InvalidDataException("no key frame");
    }

    [Fact]
    public async Task Its_password_opens_it_and_is_in_no_process_list()
    {
        using var camera = new RtspCamera(H264.Value) { Credentials = ("ana", "s3cr@t'x") };
        // Over UDP it is read by ffmpeg.
        using var service = new ServiceHost(
            ("Cameras:main:Source", camera.Url("ana:s3cr%40t'x@")), ("Cameras:main:RtspTransport", "udp"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await client.LiveAsync();
        if (!OperatingSystem.IsLinux())
            return;
        IEnumerable<string> children = ChildProcesses.Of(Environment.ProcessId).Select(ChildProcesses.CommandLine);
        string[] ffmpegs = [.. children.Where(line => line.StartsWith("ffmpeg", StringComparison.Ordinal))];
        Assert.Contains(ffmpegs, line => line.Contains("concat", StringComparison.Ordinal));
        Assert.DoesNotContain(ffmpegs, line => line.Contains("s3cr", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ana:wr0ng@", "refuses the user name or password", 1)]
    [InlineData("", "asks for a user name and password", 0)]
    public async Task A_wrong_password_is_the_reason_after_one_try(string user, string reason, int tries)
    {
        using var camera = new RtspCamera(H264.Value) { Credentials = ("ana", "s3cret") };
        using var service = new ServiceHost(("Source", camera.Url(user)));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal($"rtsp://127.0.0.1:{camera.Network.Port} {reason}", await service.ReasonAsync(reason));
        Assert.False((await client.FrameAsync()).Live);
        Assert.Equal(tries, camera.Refused);
    }

    [Fact]
    public async Task It_vanishes_and_returns_on_the_same_viewer_connection()
    {
        using var camera = new RtspCamera(H264.Value);
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        ReceivedFrame before = await client.LiveAsync();

        camera.Network.Vanish();
        await client.CameraAsync("lost");
        ReceivedFrame card = await client.CardAsync();
        Assert.Equal((320, 240), card.Size());
        await service.ReasonAsync("connection refused");
        Assert.True(card.Seq > before.Seq);

        camera.Network.Return();
        await client.CameraAsync("live");
        Assert.True((await client.LiveAsync()).Seq > card.Seq);
    }

    [Fact]
    public async Task It_stalls_and_continues_and_after_a_long_stall_is_connected_again()
    {
        using var camera = new RtspCamera(H264.Value);
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        // So many that the pause does not make it a slow camera.
        for (int i = 0; i < 40; i++)
            await client.LiveAsync();

        camera.Stall();
        await client.CameraAsync("stalled");
        Assert.False((await client.CardAsync()).Live);
        camera.Resume();
        await client.CameraAsync("live");
        Assert.Equal(1, camera.Network.Accepted);

        camera.Stall();
        await client.CameraAsync("stalled");
        await client.CameraAsync("lost");
        camera.Resume();
        await client.CameraAsync("live");
        Assert.True(camera.Network.Accepted > 1);
    }

    [Fact]
    public async Task A_port_that_accepts_and_never_answers_is_the_reason()
    {
        using var camera = new NetworkCamera((_, end) => Task.Delay(Timeout.Infinite, end));
        using var service = new ServiceHost(("Source", camera.Url(scheme: "rtsp")));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync($"rtsp://127.0.0.1:{camera.Port} takes connections, but doesn't answer");
    }

    [Fact]
    public async Task An_option_that_ffmpeg_does_not_know_is_the_reason()
    {
        using var camera = new RtspCamera(H264.Value);
        using var service = new ServiceHost(
            ("Cameras:main:Source", camera.Url()), ("Cameras:main:FfmpegInputOptions", "-no_such_option 1"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync("FfmpegInputOptions has an option that this ffmpeg doesn't know");
    }
}
